// The page of a file on which a record stands, as a picture that lies beside this report, the passage marked.
const whereOf = (number) => number in data.where ? pick(data.where[number]) : '';
const pictureOf = (number) => number in data.boxes ? (data.pictures[rec(number)[F.doc]] || {})[data.boxes[number][0]] : undefined;

function pageButton(number) {
  if (!whereOf(number)) return null;
  if (!pictureOf(number)) return h('span', { class: 'where' }, whereOf(number));
  return h('button', { type: 'button', class: 'where', title: t('page.open'), onclick: () => showPage(number) }, whereOf(number));
}

function showPage(number) {
  const [page, ...shares] = data.boxes[number];
  const record = rec(number);
  const address = pictureOf(number).split('/').map(encodeURIComponent).join('/'); // files may be called 50%#1
  const picture = h('img', { src: address, alt: t('page.alt', { name: docName(record[F.doc]), n: page }) });
  const sheet = h('div', { class: 'sheet-picture' }, picture);
  for (let at = 0; at < shares.length; at += 4) {
    const [left, top, right, bottom] = shares.slice(at, at + 4).map((share) => share / 10);
    const spot = h('div', { class: 'spot', 'aria-hidden': 'true' });
    Object.assign(spot.style, { left: left - .4 + '%', top: top - .3 + '%', width: right - left + .8 + '%', height: bottom - top + .6 + '%' });
    sheet.append(spot);
  }
  const missing = h('p', { class: 'empty', hidden: true }, t('page.missing'));
  picture.addEventListener('error', () => { sheet.hidden = true; missing.hidden = false; });
  const dialog = byId('page');
  const scroller = h('div', { class: 'page-picture', tabindex: '0', role: 'region', 'aria-label': t('page.alt', { name: docName(record[F.doc]), n: page }) }, sheet, missing);
  picture.addEventListener('load', () => { const spot = sheet.querySelector('.spot'); if (spot) scroller.scrollTop = spot.offsetTop - scroller.clientHeight / 3; });
  dialog.replaceChildren(
    h('div', { class: 'page-head' }, h('h2', { id: 'page-title' }, docName(record[F.doc]), ' · ', whereOf(number)), h('button', { type: 'button', onclick: () => dialog.close() }, t('keys.close'))),
    h('p', { class: 'clamp', lang: 'zh-CN' }, marked(record)), scroller);
  dialog.showModal();
  scroller.focus();
}

// A document as people read it, statements underlined by role; made only when it is opened.
function segments(doc, [start, end], marks, here) {
  const inside = marks.filter((number) => rec(number)[F.start] < end && rec(number)[F.end] > start);
  const spans = inside.map((number) => [rec(number)[F.start], rec(number)[F.end], number]);
  if (here && here[0] < end && here[1] > start) spans.push([here[0], here[1], -1]);
  const cuts = [...new Set([start, end, ...spans.flatMap((span) => [span[0], span[1]])])].filter((cut) => cut >= start && cut <= end).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((cut, index) => {
    const text = data.docs[doc].text.slice(cut, cuts[index + 1]);
    const over = spans.filter((span) => span[0] <= cut && span[1] >= cuts[index + 1]);
    if (!over.length) return text;
    const numbers = over.map((span) => span[2]).filter((number) => number >= 0);
    const roles = [...new Set(numbers.map((number) => roleOf(rec(number))))];
    const hit = over.some((span) => span[2] === -1);
    const label = numbers.map((number) => t('role.' + roleOf(rec(number))) + ' · ' + rec(number)[F.indicator] + ' ' + valueOf(rec(number))).join('\n');
    return h(hit ? 'mark' : 'span', { class: [...roles.map((role) => 'st ' + role), hit ? 'here' : ''].join(' '), title: label || t('doc.here'), 'data-record': numbers.length ? numbers.join(' ') : null }, text);
  });
}

function blockNode(doc, number, marks, here, level) {
  const document_ = data.docs[doc];
  const block = document_.blocks[number];
  const kind = ['title', 'heading', 'paragraph', 'list_item', 'table_row', 'furniture', 'footnote'][block[2]];
  const tag = level ? 'h' + level : 'p';
  const source = document_.sources[number];
  const node = h(tag, { class: 'text ' + kind }, segments(doc, block, marks, here));
  return withSource(h('div', { class: 'block', 'data-start': block[0] }, node), number, source);
}

// Rows and columns as in the file; what repairs changed in any of its lines stands beside the whole.
function gridNode(doc, [first, last, head, rows], marks, here) {
  const { blocks, sources, text } = data.docs[doc];
  const headed = !marks.some((number) => rec(number)[F.start] < Math.max(...rows.slice(0, head).flat().map((cell) => cell[1])));
  const cellNode = (cell, row) => {
    const [start, end, columns, high] = cell;
    const attributes = { colspan: columns > 1 && columns, rowspan: high > 1 && high, class: /^[〔+\-±]*\d[\d.,%‰〔〕\-—*]*$/.test(text.slice(start, end)) && 'number' };
    return row < head && headed ? h('th', { ...attributes, scope: columns > 1 ? 'colgroup' : 'col' }, segments(doc, cell, marks, here)) : h('td', attributes, segments(doc, cell, marks, here));
  };
  const lines = rows.map((row, number) => h('tr', { 'data-start': (row.find((cell) => cell[1]) || [blocks[first][0]])[0] }, row.map((cell) => cellNode(cell, number))));
  const table = h('table', { class: 'text paper' }, head && headed ? h('thead', {}, lines.slice(0, head)) : null, h('tbody', {}, head && headed ? lines.slice(head) : lines));
  const changed = [];
  for (let number = first; number <= last; number += 1) if (sources[number] !== undefined) changed.push(sources[number]);
  const name = t('doc.grid', { n: data.docs[doc].grids.findIndex((grid) => grid[0] === first) + 1 });
  return withSource(h('div', { class: 'block', 'data-start': blocks[first][0] }, h('div', { class: 'text wide', role: 'region', tabindex: '0', 'aria-label': name }, table)), first, changed.length ? changed.join('\n') : undefined);
}

function withSource(line, number, source) {
  if (source !== undefined) {
    const before = h('div', { class: 'source', id: 'source-' + number, hidden: true }, source);
    const button = h('button', { type: 'button', class: 'source-button', 'aria-expanded': 'false', 'aria-controls': before.id, 'aria-label': t('doc.source.one') + ' ' + (number + 1), onclick: () => showSource(line, before.hidden) }, t('doc.source.one'));
    line.append(button, before);
    line.classList.add('repaired');
  }
  return line;
}

function showSource(line, shown) {
  const button = line.querySelector('.source-button');
  line.querySelector('.source').hidden = !shown;
  button.setAttribute('aria-expanded', String(shown));
  line.classList.toggle('beside', shown);
}

function outcomes(doc) {
  const found = new Map();
  for (const row of data.rows) for (const number of [row.promise, row.result]) if (number !== null && rec(number)[F.doc] === doc) found.set(number, row);
  return found;
}

function sideList(doc, marks) {
  const linked = outcomes(doc);
  return h('aside', { class: 'side', 'aria-labelledby': 'side-title' }, h('h2', { id: 'side-title' }, t('doc.list'), ' ', h('span', { class: 'quiet' }, marks.length)),
    h('ol', {}, marks.map((number) => {
      const record = rec(number);
      const row = linked.get(number);
      return h('li', { id: 'side-' + number, class: roleOf(record) }, h('a', { href: placeAddress(doc, record[F.start], record[F.end]), 'data-item': true, 'data-source': true },
        h('span', { class: 'tag ' + roleOf(record) }, t('role.' + roleOf(record))), ' ', h('span', { lang: 'zh-CN' }, record[F.indicator]), ' ', h('b', {}, valueOf(record))), whereOf(number) ? [' ', pageButton(number)] : null,
      row ? h('div', {}, h('a', { class: 'outcome', href: rowAddress(row) }, verdictMark(row.verdict))) : null);
    })));
}

function documentFacts(doc) {
  const facts = data.docs[doc].guesses.filter(([name, value]) => value && name !== 'title');
  const format = h('div', {}, h('dt', {}, t('format')), h('dd', {}, named('format.', data.docs[doc].format)));
  return h('dl', { class: 'facts' }, format, facts.map(([name, value, confidence]) => h('div', {}, h('dt', {}, t(name)), h('dd', {}, name === 'kind' ? named('kind.', value) : name === 'region' ? data.docs[doc].region || value : value,
    confidence < 0.995 ? h('span', { class: 'quiet' }, ' ' + t('guess', { n: Math.round(confidence * 100) })) : null))));
}

function documentView() {
  const doc = data.docs.findIndex((item) => item.id === state.doc);
  if (doc < 0) return [h('h1', {}, t('view.documents')), h('p', {}, t('doc.missing'))];
  const terms = words();
  const all = firstOfDoc[doc].filter((number) => rec(number)[F.kind] !== 'qualitative' || ['work', 'done', 'all'].includes(state.role) || outcomes_(doc).has(number));
  const wanted = (number) => (state.role === '' || state.role === 'all' || roleOf(rec(number)) === state.role) && terms.every((term) => (rec(number)[F.indicator] + rec(number)[F.zh] + sentenceOf(rec(number))).toLowerCase().includes(term));
  const marks = all.filter(wanted);
  const here = /^\d+-\d+$/.test(state.at) ? state.at.split('-').map(Number) : null;
  const body = h('div', { class: 'body', lang: 'zh-CN' });
  // Marks lie in text order, so each block looks only at those near it.
  let first = 0;
  const longest = Math.max(0, ...marks.map((number) => rec(number)[F.end] - rec(number)[F.start]));
  // Headings of a page go down one step at a time, whatever the document does; its first title stands under the page's own.
  let above = 1;
  let titled = false;
  const levelOf = (block) => {
    if (block[2] === 0 && !titled) { titled = true; above = 2; return 2; }
    if (block[2] !== 1) return 0;
    above = Math.min(6, above + 1, (titled ? 2 : 1) + Math.max(1, block[3]));
    return above;
  };
  const { blocks, grids } = data.docs[doc];
  let grid = 0;
  for (let number = 0; number < blocks.length; number += 1) {
    const shown = grid < grids.length && grids[grid][0] === number ? grids[grid] : null;
    const end = blocks[shown ? shown[1] : number][1];
    while (first < marks.length && rec(marks[first])[F.start] + longest < blocks[number][0]) first += 1;
    let last = first;
    while (last < marks.length && rec(marks[last])[F.start] < end) last += 1;
    const near = marks.slice(first, last);
    body.append(shown ? gridNode(doc, shown, near, here) : blockNode(doc, number, near, here, levelOf(blocks[number])));
    if (shown) { number = shown[1]; grid += 1; }
  }
  body.addEventListener('click', (event) => {
    const mark = event.target.closest('[data-record]');
    if (mark) pointTo(mark.dataset.record.split(' ')[0], true);
  });
  const repaired = body.querySelectorAll('.block.repaired');
  let shown = false;
  const sources = repaired.length ? h('button', { type: 'button', 'aria-pressed': 'false', onclick: (event) => { shown = !shown; repaired.forEach((line) => showSource(line, shown)); event.currentTarget.setAttribute('aria-pressed', String(shown)); event.currentTarget.textContent = t(shown ? 'doc.source.hide' : 'doc.source.show'); } }, t('doc.source.show')) : null;
  onSearch = () => render(true);
  afterRender = () => {
    const target = body.querySelector('mark.here') || (here && [...body.children].reverse().find((line) => Number(line.dataset.start) <= here[0]));
    if (target) {
      const line = target.closest('.block');
      if (line && line.classList.contains('repaired') && state.at) showSource(line, true);
      target.scrollIntoView({ block: 'center' });
      target.setAttribute('tabindex', '-1');
      target.focus({ preventScroll: true });
    }
    const current = target && target.dataset && target.dataset.record;
    if (current) pointTo(current.split(' ')[0], false);
    follow(body);
  };
  const fixed = repairsOf([doc]);
  return [h('h1', {}, docName(doc)), documentFacts(doc),
    fixed.length ? h('details', { class: 'fixed' }, h('summary', {}, t('repairs') + ' ' + fixed.reduce((sum, repair) => sum + repair.count, 0)), repairTable(fixed)) : null,
    h('div', { class: 'filters' }, choice('role', t('role'), [['', t('role.all')], ...['target', 'actual', 'baseline', 'context', 'work', 'done'].map((role) => [role, t('role.' + role)])], () => render(true)), sources,
      h('a', { class: 'button', href: viewAddress('statements', { doc: state.doc }) }, t('doc.table')),
      h('span', { class: 'legend' }, t('doc.legend'), ' ', ['target', 'actual', 'baseline', 'context', 'work'].map((role) => [h('span', { class: 'st ' + role }, t('role.' + role)), ' ']))),
    h('div', { class: 'reader' }, body, sideList(doc, marks))];
}

const linkedOf = new Map();
function outcomes_(doc) {
  if (!linkedOf.has(doc)) linkedOf.set(doc, outcomes(doc));
  return linkedOf.get(doc);
}

function pointTo(number, focus) {
  document.querySelectorAll('.side .current').forEach((item) => item.classList.remove('current'));
  const item = byId('side-' + number);
  if (!item) return;
  item.classList.add('current');
  const side = item.closest('.side');
  side.scrollTop = item.offsetTop - side.clientHeight / 3;
  if (focus) item.querySelector('a').focus({ preventScroll: true });
}

// The side list keeps step with the text: the place that was asked for is the current one while it is on the screen,
// else the first statement there.
function follow(body) {
  if (follow.off) follow.off();
  let waiting = false;
  const step = () => {
    waiting = false;
    const asked = body.querySelector('mark.here[data-record]');
    const seen = asked && asked.getBoundingClientRect();
    if (seen && seen.bottom > 0 && seen.top < innerHeight) return pointTo(asked.dataset.record.split(' ')[0], false);
    const top = document.elementFromPoint(body.getBoundingClientRect().left + 30, 160);
    const line = top && top.closest('tr, .block');
    for (let next = line; next; next = next.nextElementSibling || (next.parentElement.closest('.block') || body).nextElementSibling) {
      const mark = next.querySelector('[data-record]');
      if (mark) return pointTo(mark.dataset.record.split(' ')[0], false);
    }
  };
  const listen = () => { if (!waiting) { waiting = true; requestAnimationFrame(step); } };
  addEventListener('scroll', listen, { passive: true });
  follow.off = () => { removeEventListener('scroll', listen); follow.off = null; };
}

// The state in one sentence, what was dropped or missed, and where; then every promise on its own page.
const rowKey = (row) => row.pair + '.' + row.id;
const rowAddress = (row) => viewAddress('promises', { pair: data.pairs.length > 1 ? String(row.pair) : '', type: row.type === 'qualitative' ? 'qualitative' : 'measured', open: rowKey(row) });
const headlineOf = () => data.headlines[data.pairs.length === 1 ? 1 : state.pair === '' ? 0 : Number(state.pair) + 1] || data.headlines[0];
const headlineText = () => pick(headlineOf()[0]);

function noPairs() {
  const empty = !data.docs.length;
  return h('div', { class: 'empty' }, h('h2', {}, t(empty ? 'empty.documents' : 'empty.pairs.title')),
    empty ? h('p', {}, t('empty.documents.how')) : [h('p', {}, t('empty.pairs')), h('ol', {}, ['add', 'set', 'compare'].map((step) => h('li', {}, t('empty.pairs.' + step))))],
    empty ? h('p', {}, h('a', { href: viewAddress('damage') }, t('view.damage'))) : h('p', {}, h('a', { href: viewAddress('documents') }, t('view.documents')), '　', h('a', { href: viewAddress('statements') }, t('view.statements'))));
}

function attentionList(rows, verdicts, title, none) {
  // Known indicators first: they are what people ask for.
  const found = verdicts.flatMap((verdict) => rows.filter((row) => row.verdict === verdict).sort((a, b) => Boolean(rec(b.promise)[F.id]) - Boolean(rec(a.promise)[F.id])));
  const shown = found.slice(0, 8);
  return h('section', { class: 'card attention ' + verdicts[0] }, h('h3', {}, h('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[verdicts[0]]), ' ', found.length ? t(title, { n: found.length }) : t(none)),
    found.length ? h('ul', {}, shown.map((row) => h('li', {}, h('a', { href: rowAddress(row), 'data-item': true, lang: 'zh-CN' }, rec(row.promise)[F.indicator], whose(row) ? h('span', { class: 'quiet' }, ' ' + whose(row)) : null), ' ',
      h('span', { class: 'figures' }, valueOf(rec(row.promise)), row.result === null ? '' : ' → ' + valueOf(rec(row.result)), row.margin ? h('b', {}, ' ' + pick(row.margin)) : '')))) : null,
    found.length > shown.length ? h('p', { class: 'more' }, h('a', { href: viewAddress('promises', { verdict: verdicts.join(',') }) }, t('attention.all', { n: found.length }), ' →')) : null);
}

function pairsTable() {
  if (data.pairs.length < 2) return null;
  const all = data.rows.filter(isType);
  const shown = SENTENCE_ORDER.filter((verdict) => all.some((row) => row.verdict === verdict));
  return h('section', { 'aria-labelledby': 'pairs-title', class: 'card' }, h('h2', { id: 'pairs-title' }, t('pairs.title')),
    h('table', { class: 'grid' }, h('caption', { class: 'hidden' }, t('pairs.title')),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('pair')), h('th', { scope: 'col', class: 'number total' }, t('total')), h('th', { scope: 'col', class: 'drawing' }, t('distribution')), shown.map((verdict) => h('th', { scope: 'col', class: 'number count' }, verdictMark(verdict))))),
      h('tbody', {}, data.pairs.map((_, number) => {
        const rows = all.filter((row) => row.pair === number);
        const counts = counted(rows);
        return h('tr', {}, h('th', { scope: 'row' }, h('a', { href: viewAddress('overview', { pair: String(number) }), 'data-item': true }, pairName(number))),
          h('td', { class: 'number total' }, h('b', {}, rows.length)), h('td', { class: 'drawing' }, rows.length ? stackedBar(counts, rows.length) : ''), shown.map((verdict) => h('td', { class: 'number count' }, counts[verdict] || '')));
      }))));
}

function overviewView() {
  if (!data.rows.length) return [h('h1', {}, headlineText()), noPairs()];
  const rows = data.rows.filter((row) => inPair(row) && isType(row)).sort((a, b) => (b.type === 'quantified') - (a.type === 'quantified'));
  const redraw = () => render(true);
  const goTo = (name) => { const verdict = name.split(':')[1]; if (!verdict) return redraw(); location.hash = viewAddress('promises', { verdict, type: state.type }); };
  const growth = growthTable(rows.filter((row) => row.type === 'quantified'));
  return [h('h1', { class: 'headline' }, headlineText()), h('p', { class: 'second' }, pick(headlineOf()[1])),
    h('div', { class: 'filters' }, pairChoice(redraw), choice('type', t('type'), ['measured', 'qualitative', 'all'].map((type) => [type, t('type.' + type)]), redraw), verdictChips(rows, goTo)),
    h('h2', {}, t('attention')),
    h('div', { class: 'columns' }, attentionList(rows, ['not_reported'], 'attention.dropped', 'attention.none.dropped'), attentionList(rows, ['missed', 'partly'], 'attention.missed', 'attention.none.missed')),
    state.pair === '' ? pairsTable() : null,
    growth, areaTable(rows)];
}

function promiseDetail(row) {
  const promise = rec(row.promise);
  return [h('div', { class: 'columns quotes' }, quote(row.promise, t('promised')),
    row.result === null ? h('div', { class: 'quote none' }, h('strong', {}, t('reported')), h('p', {}, t(row.verdict === 'not_reported' ? 'no.mention' : 'no.result'))) : quote(row.result, t('reported'))),
  h('p', { class: 'why' }, h('strong', {}, t('why')), ' ', pick(row.reason), row.share ? ' ' + t('share', { share: row.share }) + (language() === 'zh' ? '。' : '.') : '', ' ',
    h('span', { class: 'quiet' }, t('confidence') + ' ' + Math.round(row.confidence * 100) + '% · ' + t('type') + ' ' + t('type.' + row.type) + (promise[F.period] ? ' · ' + t('period') + ' ' + periodText(promise[F.period]) : ''))),
  row.next === undefined ? null : quote(row.next, t('next.set') + ' ' + valueOf(rec(row.next))),
  row.near ? h('div', { class: 'near' }, h('strong', {}, t('near.found')), row.near.map(([number, zh, en]) => [quote(number, h('span', { lang: 'zh-CN' }, rec(number)[F.indicator] + ' ' + valueOf(rec(number)))), h('p', { class: 'why' }, pick([zh, en]))])) : null].filter(Boolean);
}

function promiseColumns() {
  const low = (number) => { const found = number === null || number === undefined ? null : /-?[\d.]+/.exec(rec(number)[F.zh]); return found ? Number(found[0]) : -Infinity; };
  return [
    { key: 'verdict', label: t('verdict'), class: 'c-verdict', cell: (row) => verdictMark(row.verdict), order: (row) => SENTENCE_ORDER.indexOf(row.verdict) },
    { key: 'indicator', label: t('indicator'), class: 'c-indicator', head: true, cell: (row) => rec(row.promise)[F.indicator], order: (row) => rec(row.promise)[F.indicator] },
    { key: 'target', label: t('target'), class: 'c-target number', cell: (row) => valueOf(rec(row.promise)), order: (row) => low(row.promise) },
    { key: 'result', label: t('result'), class: 'c-result number', cell: (row) => row.result === null ? h('span', { class: 'quiet' }, t('no.result')) : valueOf(rec(row.result)), order: (row) => low(row.result) },
    { key: 'margin', label: t('margin'), class: 'c-margin', cell: (row) => [row.margin ? pick(row.margin) : h('span', { class: 'quiet' }, t('no.value')), row.share ? h('div', { class: 'quiet' }, t('share', { share: row.share })) : null], order: (row) => row.share ? parseFloat(row.share) : -Infinity },
    { key: 'reason', label: t('reason'), class: 'c-reason', cell: (row) => h('div', { class: 'clamp' }, pick(row.reason)) },
    { key: 'next', label: t('next'), class: 'c-next number', cell: (row) => row.next === undefined ? h('span', { class: 'quiet' }, t('no.value')) : valueOf(rec(row.next)), order: (row) => low(row.next) },
    { key: 'area', label: t('area'), class: 'c-area', cell: (row) => h('div', { class: 'clamp' }, areaName(row.area)), order: (row) => areaName(row.area) },
  ];
}

const sentenceColumns = [
  { get label() { return t('pair'); }, plain: (row) => pairName(row.pair) },
  { get label() { return t('promised'); }, plain: (row) => sentenceOf(rec(row.promise)) },
  { get label() { return t('reported'); }, plain: (row) => row.result === null ? '' : sentenceOf(rec(row.result)) },
];

function promisesView() {
  if (!data.rows.length) return [h('h1', {}, t('view.promises')), noPairs()];
  const count = h('p', { class: 'count' });
  const chips = h('div', {});
  const lead = h('h1', { class: 'lead' });
  const list = h('div', { class: 'list' });
  const areaOptions = [['', t('area.all')], ...data.areas.map((_, number) => [String(number), areaName(number)])];
  const update = (changed) => {
    const focus = document.activeElement && document.activeElement.dataset;
    const rows = promiseRows();
    const all = data.rows.filter((row) => inPair(row));
    count.replaceChildren(rows.length === all.length ? t('count.rows', { n: rows.length }) : t('count.rows.of', { n: rows.length, all: all.length }));
    announce(count.textContent);
    lead.textContent = (state.type === 'qualitative' ? pick(headlineOf()[1]) : state.type === 'all' ? pick(headlineOf()[0]) + pick(headlineOf()[1]) : '') || headlineText();
    const held = state.verdict;
    state.verdict = '';
    const unfiltered = promiseRows();
    state.verdict = held;
    chips.replaceChildren(verdictChips(unfiltered, update));
    list.replaceChildren(...tablePart(rows, promiseColumns(), { whole: printing, key: rowKey, name: (row) => rec(row.promise)[F.indicator], under: (row) => [englishName(rec(row.promise)), whoseNote(row)].filter(Boolean), detail: promiseDetail, caption: t('view.promises'), name_class: 'promises', class: (row) => row.verdict }, update).filter(Boolean));
    if (changed && changed.startsWith('verdict:')) chips.querySelector('[data-verdict="' + changed.slice(8) + '"]')?.focus();
    else if (focus && focus.column) list.querySelector('[data-column="' + focus.column + '"]')?.focus();
    if (changed === 'page') { list.scrollIntoView(); list.querySelector('[data-item]')?.focus({ preventScroll: true }); }
  };
  if (state.open) {
    opened.add(state.open);
    const place = sortedRows(promiseRows(), promiseColumns()).findIndex((row) => rowKey(row) === state.open);
    if (place >= 0) state.page = String(Math.floor(place / PAGE) + 1);
  }
  update();
  onSearch = update;
  const toggleAll = (open) => { for (const line of list.querySelectorAll('tr.row')) line.show(open); };
  return [lead,
    h('div', { class: 'filters', role: 'group', 'aria-label': t('filter') }, pairChoice(() => render(true)), choice('type', t('type'), ['measured', 'quantified', 'relational', 'qualitative', 'all'].map((type) => [type, t('type.' + type)]), update),
      choice('verdict', t('verdict'), [['', t('verdict.all')], ...SENTENCE_ORDER.map((verdict) => [verdict, t('verdict.' + verdict)])], update),
      choice('area', t('area'), areaOptions, update),
      h('button', { type: 'button', onclick: () => { setState({ verdict: '', area: '', type: 'all', q: '', pair: '', sort: '', page: '1' }); render(true); } }, t('reset')),
      h('span', { class: 'push' }), exportButton(t('view.promises'), [...promiseColumns(), ...sentenceColumns], promiseRows), h('button', { type: 'button', class: 'fold', onclick: () => toggleAll(true) }, t('expand')), h('button', { type: 'button', class: 'fold', onclick: () => toggleAll(false) }, t('collapse'))),
    chips, count, list];
}

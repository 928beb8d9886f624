// Documents, near misses, contradictions, damage and repairs, help.
function documentsView() {
  if (!data.docs.length) return [h('h1', {}, t('empty.documents')), h('div', { class: 'empty' }, h('p', {}, t('empty.documents.how')))];
  const total = data.records.filter((record) => record[F.kind] === 'quantified').length;
  const count = (doc, test) => firstOfDoc[doc].filter((number) => rec(number)[F.kind] === 'quantified' && test(rec(number))).length;
  const guess = (doc, name) => data.docs[doc].guesses.find((item) => item[0] === name);
  const cell = (doc, name, shown) => {
    const [, value, confidence] = guess(doc, name) || [name, '', 1];
    const text = shown ? shown(value) : value;
    return h('td', { class: 'c-' + name }, text === '0' || !text ? t('no.value') : text, text && confidence < 0.8 ? h('div', { class: 'quiet' }, t('guess', { n: Math.round(confidence * 100) })) : null);
  };
  // Only text has an encoding.
  const encoding = (doc) => {
    const [, value, confidence] = guess(doc, 'encoding') || [];
    return value ? h('div', { class: 'quiet' }, value, confidence < 0.8 ? ' ' + t('guess', { n: Math.round(confidence * 100) }) : null) : null;
  };
  const title = t('documents.title', { n: data.docs.length, statements: total });
  return [h('h1', {}, title), h('table', { class: 'grid documents' }, h('caption', { class: 'hidden' }, title),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'c-name' }, t('document')), ['format', 'kind', 'region', 'year', 'date', 'issuer'].map((name) => h('th', { scope: 'col', class: 'c-' + name }, t(name))), ['characters', 'statements', 'targets', 'actuals', 'repairs', 'problems'].map((name) => h('th', { scope: 'col', class: 'number c-' + name }, t(name))))),
    h('tbody', {}, data.docs.map((doc, number) => h('tr', {}, h('th', { scope: 'row' }, h('a', { href: viewAddress('doc', { doc: doc.id }), 'data-item': true, 'data-source': true }, docName(number)), h('div', { class: 'quiet' }, doc.file)),
      h('td', { class: 'c-format' }, named('format.', doc.format), encoding(number)), cell(number, 'kind', (value) => named('kind.', value)), cell(number, 'region', () => doc.region), cell(number, 'year'), cell(number, 'date'), cell(number, 'issuer'),
      h('td', { class: 'number c-characters' }, doc.characters), h('td', { class: 'number c-statements' }, h('a', { href: viewAddress('statements', { doc: doc.id }) }, count(number, () => true))),
      h('td', { class: 'number c-targets' }, count(number, (record) => record[F.role] === 'target')), h('td', { class: 'number c-actuals' }, count(number, (record) => record[F.role] === 'actual')),
      h('td', { class: 'number c-repairs' }, doc.repairs.reduce((sum, repair) => sum + repair[1], 0)), h('td', { class: 'number c-problems' }, data.problems.filter((problem) => problem[1] === number).length)))))];
}

// What is named as not comparable, by promise; a promise so judged names it as its result.
const nearOf = (row) => [...(row.verdict === 'not_comparable' && row.result !== null ? [[row.result, ...row.reason]] : []), ...(row.near || []).filter((near) => near[0] !== row.result || row.verdict !== 'not_comparable')];

function list(tag, attributes, items, make) {
  const [shown, pages] = paged(items, PAGE, make);
  return [h(tag, attributes, shown), pages];
}

function nearView() {
  const terms = words();
  // On paper only those that were judged by it; near misses of kept promises stay on the screen.
  const all = data.rows.filter((row) => inPair(row) && nearOf(row).length && (!printing || row.verdict === 'not_comparable') && terms.every((term) => haystack(row).includes(term)))
    .sort((a, b) => (b.verdict === 'not_comparable') - (a.verdict === 'not_comparable'));
  onSearch = () => render(true);
  if (!all.length) return [h('h1', {}, t('view.near')), h('div', { class: 'filters' }, pairChoice(() => render(true))), h('p', { class: 'empty' }, t(terms.length ? 'empty.filter' : 'empty.near'))];
  return [h('h1', {}, t('near.title', { n: all.reduce((sum, row) => sum + nearOf(row).length, 0) })), h('p', { class: 'lead-in' }, t('near.lead')), h('div', { class: 'filters' }, pairChoice(() => render(true))),
    list('ol', { class: 'cards' }, all, (row) => h('li', { class: 'card' }, h('h2', { class: 'small' }, h('a', { href: rowAddress(row), 'data-item': true, lang: 'zh-CN' }, rec(row.promise)[F.indicator] + ' ' + valueOf(rec(row.promise))), ' ', h('span', { class: 'quiet' }, verdictMark(row.verdict))),
      h('div', { class: 'columns quotes' }, quote(row.promise, t('promised')), h('div', {}, nearOf(row).map(([number, zh, en]) => [h('p', { class: 'why' }, '≠ ', h('b', {}, pick([zh, en]))), quote(number, t('reported'))])))))];
}

function contradictionsView() {
  const terms = words();
  const all = data.contradictions.filter((item) => terms.every((term) => (item[3] + item[4] + item[2].map((number) => rec(number)[F.indicator] + sentenceOf(rec(number))).join()).toLowerCase().includes(term)))
    .sort((a, b) => (a[1] === 'doubtful') - (b[1] === 'doubtful'));
  onSearch = () => render(true);
  if (!data.contradictions.length) return [h('h1', {}, t('view.contradictions')), h('p', { class: 'empty' }, t('empty.contradictions'))];
  return [h('h1', {}, t('contradictions.title', { n: all.length })), h('p', { class: 'lead-in' }, t('contradictions.lead')),
    list('ol', { class: 'cards' }, all, ([rule, severity, numbers, zh, en]) => h('li', { class: 'card' }, h('h2', { class: 'small', tabindex: '-1', 'data-item': true }, h('span', { lang: 'zh-CN' }, numbers.length ? rec(numbers[0])[F.indicator] : ''), ' ', h('span', { class: 'tag' }, named('rule.', rule)), ' ', h('span', { class: 'tag' }, named('severity.', severity))),
      h('p', { class: 'why' }, pick([zh, en])), h('div', { class: 'columns quotes' }, numbers.map((number) => quote(number, valueOf(rec(number)))))))];
}

function repairTable(repairs) {
  return h('table', { class: 'grid' }, h('caption', { class: 'hidden' }, t('damage.repairs')),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'c-step' }, t('step')), h('th', { scope: 'col', class: 'number total' }, t('times')), h('th', { scope: 'col' }, t('samples')))),
    h('tbody', {}, repairs.map(({ step, count, samples }) => h('tr', {}, h('th', { scope: 'row' }, named('step.', step)), h('td', { class: 'number total' }, count),
      h('td', {}, h('ul', { class: 'samples', lang: 'zh-CN' }, samples.map(([doc, before, after, start, end]) => h('li', {}, h('a', { href: placeAddress(doc, start, Math.max(end, start + 1)), title: docName(doc) }, h('del', {}, shownSpaces(before) || t('inserted')), ' → ', h('ins', {}, shownSpaces(after) || t('removed')))))))))));
}

// The first sample of each document before the second of any.
function repairsOf(docs) {
  const steps = new Map();
  for (const number of docs) {
    for (const [step, count, samples] of data.docs[number].repairs) {
      if (!steps.has(step)) steps.set(step, { step, count: 0, found: [] });
      steps.get(step).count += count;
      samples.forEach((sample, order) => steps.get(step).found.push([order, [number, ...sample]]));
    }
  }
  return [...steps.values()].sort((a, b) => b.count - a.count).map(({ step, count, found }) => ({ step, count, samples: found.sort((a, b) => a[0] - b[0]).slice(0, 5).map((item) => item[1]) }));
}

function damageView() {
  const repairs = repairsOf(data.docs.map((_, number) => number));
  const terms = words();
  const problems = data.problems.filter((item) => terms.every((term) => item.join('\n').toLowerCase().includes(term)));
  onSearch = () => render(true);
  const title = t('damage.title', { n: data.problems.length, m: repairs.reduce((sum, repair) => sum + repair.count, 0) });
  const passage = ([, doc, start, end, text]) => doc < 0 ? text : start < 0 ? h('a', { href: viewAddress('doc', { doc: data.docs[doc].id }), 'data-item': true, 'data-source': true }, text || docName(doc)) : h('a', { href: placeAddress(doc, start, end), 'data-item': true, 'data-source': true, title: t('open.source'), lang: 'zh-CN' }, text || t('open.source'));
  const line = (item) => h('tr', {}, h('td', { class: 'c-passage' }, passage(item)), h('td', {}, pick([item[5], item[6]])), h('td', { class: 'c-document' }, item[1] < 0 ? item[7] : docName(item[1])));
  const [lines, pages] = paged(problems, PAGE, line);
  return [h('h1', {}, title), h('h2', {}, t('damage.problems')),
    problems.length ? [h('p', { class: 'lead-in' }, t('damage.problems.lead')), h('table', { class: 'grid' }, h('caption', { class: 'hidden' }, t('damage.problems')),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('damage.passage')), h('th', { scope: 'col' }, t('damage.message')), h('th', { scope: 'col', class: 'c-document' }, t('document')))),
      h('tbody', {}, lines)), pages] : h('p', { class: 'empty' }, t('empty.problems')),
    h('h2', {}, t('damage.repairs')),
    repairs.length ? [h('p', { class: 'lead-in' }, t('damage.repairs.lead')), repairTable(repairs)] : h('p', { class: 'empty' }, t('empty.repairs'))];
}
const shownSpaces = (text) => text.replace(/\n/g, '⏎').replace(/[ \u00a0\u3000]/g, '␣');

function helpView() {
  return [h('h1', {}, t('help.title')), ['check', 'numbers', 'auto', 'address', 'print'].map((name) => h('p', {}, t('help.' + name))),
    h('h2', {}, t('help.verdicts')), h('dl', { class: 'definitions' }, SENTENCE_ORDER.map((verdict) => [h('dt', {}, verdictMark(verdict)), h('dd', {}, t('help.' + verdict))])),
    h('h2', {}, t('keys.title')), keyList()];
}

function keyList() {
  return h('dl', { class: 'definitions keys' }, [['/', 'search'], ['j / k', 'move'], ['Enter', 'enter'], ['o', 'source'], ['Esc', 'escape'], ['?', 'help']].map(([key, name]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, t('keys.' + name))]));
}

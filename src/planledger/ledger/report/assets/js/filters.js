// Which promises are shown. The text that is searched is put together once, on the first search.
const haystacks = new Map();

function haystack(row) {
  if (!haystacks.has(row)) {
    const parts = [row.promise, row.result, row.next].filter((number) => number !== null && number !== undefined)
      .flatMap((number) => [rec(number)[F.indicator], rec(number)[F.zh], sentenceOf(rec(number))]);
    haystacks.set(row, [...parts, ...row.reason].join('\n').toLowerCase());
  }
  return haystacks.get(row);
}
const isType = (row) => state.type === 'all' || row.type === state.type || (state.type === 'measured' && row.type !== 'qualitative');
const inPair = (row) => state.pair === '' ? row.stands : row.pair === Number(state.pair);
const words = () => state.q.toLowerCase().split(/\s+/).filter(Boolean);

function promiseRows() {
  const verdicts = state.verdict.split(',').filter(Boolean);
  const terms = words();
  return data.rows.filter((row) => inPair(row) && isType(row)
    && (!verdicts.length || verdicts.includes(row.verdict))
    && (state.area === '' || row.area === Number(state.area))
    && terms.every((term) => haystack(row).includes(term)))
    .sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || a.pair - b.pair || (a.type === 'qualitative') - (b.type === 'qualitative'));
}

function counted(rows) {
  const counts = Object.fromEntries(SENTENCE_ORDER.map((verdict) => [verdict, 0]));
  for (const row of rows) counts[row.verdict] += 1;
  return counts;
}

function choice(name, label, options, update) {
  return h('label', { class: 'choice' }, h('span', {}, label),
    h('select', { name, onchange: (event) => { setState({ [name]: event.target.value, page: '1' }); update(name); } },
      options.map(([value, text]) => h('option', { value, selected: state[name] === value }, text))));
}

function pairChoice(update) {
  if (data.pairs.length < 2) return null;
  return choice('pair', t('pair'), [['', t('pair.all', { n: data.pairs.length })], ...data.pairs.map((pair, number) => [String(number), pairName(number)])], update);
}

function verdictChips(rows, update) {
  const counts = counted(rows);
  const chosen = state.verdict.split(',').filter(Boolean);
  return h('div', { class: 'chips', role: 'group', 'aria-label': t('verdict') }, SENTENCE_ORDER.filter((verdict) => counts[verdict] || chosen.includes(verdict)).map((verdict) =>
    h('button', { type: 'button', class: 'chip ' + verdict, 'aria-pressed': String(chosen.includes(verdict)), 'data-verdict': verdict, onclick: () => {
      const next = chosen.includes(verdict) ? chosen.filter((item) => item !== verdict) : [...chosen, verdict];
      setState({ verdict: next.join(','), page: '1' });
      update('verdict:' + verdict);
    } }, verdictMark(verdict), ' ', h('b', {}, counts[verdict]))));
}

// Records point into the documents' text; see payload.py and records.py for the order of their fields.
const F = { doc: 0, start: 1, end: 2, from: 3, to: 4, indicator: 5, zh: 6, en: 7, kind: 8, role: 9, period: 10, section: 11, confidence: 12, flags: 13, id: 14 };
const VERDICTS = ['not_reported', 'missed', 'partly', 'not_comparable', 'progress', 'met'];
const SENTENCE_ORDER = ['met', 'partly', 'progress', 'missed', 'not_reported', 'not_comparable'];
const MARKS = { met: '●', partly: '▲', progress: '▶', missed: '■', not_reported: '○', not_comparable: '◇' };
const rec = (number) => data.records[number];
const valueOf = (record) => (language() === 'en' && record[F.en]) || record[F.zh];
const docName = (number) => number < 0 ? t('no.value') : pick(data.docs[number].name);
const pairName = (number) => t('pair.of', { promises: docName(data.pairs[number][0]), results: docName(data.pairs[number][1]) });
// Where rows of several pairs stand together, each says whose it is: the region, or the document where there is one region.
const regions = new Set(data.pairs.map((pair) => pair[0] < 0 ? '' : data.docs[pair[0]].region));
const whose = (row) => {
  const doc = data.pairs[row.pair][0];
  return state.pair !== '' || data.pairs.length < 2 || doc < 0 ? '' : (regions.size === data.pairs.length && data.docs[doc].region) || pick(data.docs[doc].name);
};
const whoseNote = (row) => whose(row) ? h('div', { class: 'quiet', lang: 'zh-CN' }, whose(row)) : null;
const areaName = (number) => pick(data.areas[number]) || t('area.other');
const englishName = (record) => language() === 'en' && data.english[record[F.id]] ? h('div', { class: 'quiet' }, data.english[record[F.id]]) : null;
const periodText = (period) => /^\d{4}(\/\d{4})?$/.test(period) ? period.replace('/', '—') + (language() === 'zh' ? '年' : '') : period;
const sentenceOf = (record) => record[F.doc] < 0 ? '' : data.docs[record[F.doc]].text.slice(record[F.from], record[F.to]);
const placeAddress = (doc, start, end) => viewAddress('doc', { doc: data.docs[doc].id, at: start + '-' + end });
const roleOf = (record) => record[F.kind] === 'qualitative' ? (record[F.role] === 'target' ? 'work' : 'done') : record[F.role];
const firstOfDoc = data.docs.map(() => []);
data.records.forEach((record, number) => { if (record[F.doc] >= 0) firstOfDoc[record[F.doc]].push(number); });

function verdictMark(verdict) {
  return h('span', { class: 'verdict ' + verdict }, h('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[verdict]), ' ', t('verdict.' + verdict));
}

// In a quote a row of a table is one line, its cells apart.
function marked(record) {
  const parted = (from, to) => data.docs[record[F.doc]].text.slice(from, to).replace(/\t/g, ' │ ');
  const start = Math.max(record[F.from], record[F.start]);
  const end = Math.max(start, Math.min(record[F.to], record[F.end]));
  return [parted(record[F.from], start), h('mark', {}, parted(start, end)), parted(end, record[F.to])];
}

function quote(number, label) {
  const record = rec(number);
  if (record[F.doc] < 0) return h('p', {}, label, ' ', record[F.indicator], ' ', valueOf(record));
  const flags = [record[F.flags].includes('s') && t('striving'), record[F.flags].includes('e') && t('estimate')].filter(Boolean);
  const section = data.sections[record[F.section]];
  return h('figure', { class: 'quote' },
    h('figcaption', {}, h('strong', {}, label), ' ', docName(record[F.doc]), record[F.period] ? ' · ' + periodText(record[F.period]) : '', flags.length ? ' · ' + flags.join(' · ') : ''),
    h('blockquote', { lang: 'zh-CN' }, h('a', { href: placeAddress(record[F.doc], record[F.start], record[F.end]), 'data-source': true, title: t('open.source') }, marked(record))),
    section || whereOf(number) ? h('p', { class: 'place', lang: 'zh-CN' }, pageButton(number), whereOf(number) && section ? ' ' : '', section) : null,
    number in data.sources ? h('details', {}, h('summary', {}, t('source.before')), h('p', { class: 'source', lang: 'zh-CN' }, data.sources[number])) : null);
}

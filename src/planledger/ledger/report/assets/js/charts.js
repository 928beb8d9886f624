// Drawings stand inside the table that holds their numbers, so they are pictures only for those who see.
const percent = (part, whole) => (100 * part / whole).toFixed(3) + '%';

function stackedBar(counts, whole) {
  const bar = s('svg', { class: 'bar', width: '100%', height: 22, 'aria-hidden': 'true', focusable: 'false' });
  let at = 0;
  for (const verdict of SENTENCE_ORDER) {
    const count = counts[verdict];
    if (!count) continue;
    const share = count / whole;
    bar.append(s('rect', { class: 'part ' + verdict, x: percent(at, whole), width: percent(count, whole), y: 1, height: 20 }));
    if (share > 0.05) bar.append(s('text', { class: 'part-label ' + verdict + (share < 0.2 ? ' tight' : ''), x: percent(at + count / 2, whole), y: 16, 'text-anchor': 'middle' }, (share > 0.12 ? MARKS[verdict] + ' ' : '') + count));
    at += count;
  }
  return bar;
}

function growthScale(rows) {
  const values = rows.flatMap((row) => row.points).sort((a, b) => a - b);
  const middle = Math.abs(values[Math.floor(values.length / 2)]) || 1;
  // One target of 300% would press all others into a corner; it is drawn at the edge, its number is beside it.
  const high = Math.max(...values.filter((value) => value <= 8 * middle), 1);
  const low = Math.min(0, ...values.filter((value) => value >= -8 * middle));
  const step = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].find((size) => (high - low) / size <= 6) || 1000;
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  const place = (value) => 4 + 92 * (Math.min(Math.max(value, from), to) - from) / (to - from);
  const ticks = [];
  const beyond = (value) => value > to || value < from;
  for (let value = from; value <= to + step / 1000; value += step) ticks.push(Number(value.toFixed(1)));
  return { place, ticks, beyond };
}

const at = (value) => value.toFixed(2) + '%';
function shape(kind, x, y) {
  // Nested svg elements take a percentage for a place and keep their own size.
  const paths = { target: 'M7 0 L14 7 L7 14 L0 7 Z', next: 'M1 1 L13 7 L1 13 Z', result: 'M7 1 A6 6 0 1 1 6.99 1 Z' };
  return s('svg', { x: at(x), y: y - 7, width: 1, height: 14, overflow: 'visible' }, s('path', { class: 'shape ' + kind, d: paths[kind], transform: 'translate(-7 0)' }));
}

function dumbbell(row, scale) {
  const [target, result, following] = row.points.map(scale.place);
  return s('svg', { class: 'dumbbell', width: '100%', height: 24, 'aria-hidden': 'true', focusable: 'false' },
    scale.ticks.map((tick) => s('line', { class: tick === 0 ? 'zero' : 'tick', x1: at(scale.place(tick)), x2: at(scale.place(tick)), y1: 0, y2: 24 })),
    s('line', { class: 'gap ' + row.verdict, x1: at(target), x2: at(result), y1: 12, y2: 12 }),
    following === undefined ? null : shape('next', following, 12), shape('target', target, 12), s('g', { class: row.verdict }, shape('result', result, 12)),
    row.points.some(scale.beyond) ? s('text', { class: 'beyond', x: '100%', y: 16, 'text-anchor': 'end' }, '»') : null);
}

function growthAxis(scale) {
  return s('svg', { class: 'axis', width: '100%', height: 18, 'aria-hidden': 'true', focusable: 'false' },
    scale.ticks.map((tick) => s('text', { x: at(scale.place(tick)), y: 13, 'text-anchor': 'middle' }, tick)));
}

function growthTable(rows) {
  const known = (row) => Boolean(rec(row.promise)[F.id]);
  const drawn = rows.filter((row) => row.points).sort((a, b) => known(b) - known(a)).slice(0, 14);
  if (!drawn.length) return null;
  const scale = growthScale(drawn);
  const met = drawn.filter((row) => row.verdict === 'met').length;
  return h('section', { 'aria-labelledby': 'growth-title', class: 'card' }, h('h2', { id: 'growth-title' }, t('growth.title', { all: drawn.length, met })),
    h('p', { class: 'legend', 'aria-hidden': 'true' }, t('growth.legend')),
    h('table', { class: 'grid chart' }, h('caption', { class: 'hidden' }, t('growth.title', { all: drawn.length, met })),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('indicator')), h('th', { scope: 'col', class: 'number' }, t('target')), h('th', { scope: 'col', class: 'number' }, t('result')),
        h('th', { scope: 'col', class: 'drawing' }, h('span', { class: 'hidden' }, t('chart')), growthAxis(scale)), h('th', { scope: 'col' }, t('verdict')))),
      h('tbody', {}, drawn.map((row) => h('tr', {}, h('th', { scope: 'row', lang: 'zh-CN' }, h('a', { href: rowAddress(row) }, rec(row.promise)[F.indicator]), englishName(rec(row.promise)), whoseNote(row)),
        h('td', { class: 'number' }, valueOf(rec(row.promise))), h('td', { class: 'number' }, valueOf(rec(row.result))),
        h('td', { class: 'drawing' }, dumbbell(row, scale)), h('td', { class: 'nowrap' }, verdictMark(row.verdict)))))));
}

const AREAS = 12;
function areaTable(rows) {
  const groups = data.areas.map((_, area) => ({ area, rows: rows.filter((row) => row.area === area) })).filter((group) => group.rows.length);
  if (!groups.length) return null;
  groups.forEach((group) => { group.counts = counted(group.rows); group.open = group.counts.missed + group.counts.not_reported; });
  groups.sort((a, b) => (data.areas[a.area][0] === '') - (data.areas[b.area][0] === '') || b.rows.length - a.rows.length);
  const worst = groups.filter((group) => pick(data.areas[group.area])).concat(groups).reduce((found, group) => group.open > found.open && (pick(data.areas[group.area]) || !found.open) ? group : found);
  const title = worst.open ? t('areas.title', { area: areaName(worst.area), n: worst.open }) : t('areas.title.none');
  const shown = SENTENCE_ORDER.filter((verdict) => groups.some((group) => group.counts[verdict]));
  const line = (name, counts, total, bar) => h('tr', {}, h('th', { scope: 'row', lang: 'zh-CN' }, name), h('td', { class: 'number total' }, h('b', {}, total)), h('td', { class: 'drawing' }, bar), shown.map((verdict) => h('td', { class: 'number count' }, counts[verdict] || '')));
  const body = h('tbody', {}, groups.map((group, number) => {
    const row = line(h('a', { href: viewAddress('promises', { area: String(group.area), type: state.type }) }, areaName(group.area)), group.counts, group.rows.length, stackedBar(group.counts, group.rows.length));
    if (number >= AREAS && groups.length > AREAS + 2) row.classList.add('folded');
    return row;
  }));
  const more = groups.length > AREAS + 2 ? h('p', { class: 'more' }, h('button', { type: 'button', onclick: (event) => { body.querySelectorAll('.folded').forEach((row) => row.classList.remove('folded')); event.currentTarget.remove(); } }, t('areas.more', { n: groups.length - AREAS }))) : null;
  return h('section', { 'aria-labelledby': 'areas-title', class: 'card' }, h('h2', { id: 'areas-title' }, title),
    h('table', { class: 'grid chart' }, h('caption', { class: 'hidden' }, title),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('area')), h('th', { scope: 'col', class: 'number total' }, t('total')), h('th', { scope: 'col', class: 'drawing' }, t('distribution')),
        shown.map((verdict) => h('th', { scope: 'col', class: 'number count' }, verdictMark(verdict))))),
      body,
      h('tfoot', {}, line(t('total'), counted(rows), rows.length, stackedBar(counted(rows), rows.length)))), more);
}

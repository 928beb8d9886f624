// One table for every long list: sorted heads, rows that open in place, fifty to a page.
const PAGE = 50;
const opened = new Set();
const collator = new Intl.Collator('zh-CN', { numeric: true });

function sortedRows(rows, columns) {
  const down = state.sort.startsWith('-');
  const column = columns.find((item) => item.key === state.sort.replace('-', ''));
  if (!column || !column.order) return rows;
  const keys = new Map(rows.map((row) => [row, column.order(row)]));
  const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(a, b);
  return [...rows].sort((a, b) => (down ? -1 : 1) * compare(keys.get(a), keys.get(b)));
}

function head(columns, update) {
  return h('thead', {}, h('tr', {}, columns.map((column) => {
    const sorted = state.sort.replace('-', '') === column.key;
    const down = state.sort.startsWith('-');
    const order = sorted ? (down ? 'descending' : 'ascending') : null;
    const next = sorted ? (down ? '' : '-' + column.key) : column.key;
    return h('th', { scope: 'col', class: column.class, 'aria-sort': order },
      column.order ? h('button', { type: 'button', class: 'sort', 'data-column': column.key, title: t('sort.hint', { column: column.label }), onclick: () => { setState({ sort: next, page: '1' }); update(column.key); } },
        column.label, h('span', { 'aria-hidden': 'true', class: 'arrow' }, sorted ? (down ? ' ↓' : ' ↑') : '')) : column.label);
  })));
}

function bodyRow(row, columns, options, number) {
  const key = options.key ? options.key(row) : '';
  const id = 'row-' + number;
  const isOpen = options.detail && opened.has(key);
  const detail = options.detail ? h('tr', { class: 'detail', id, hidden: !isOpen }, h('td', { colspan: columns.length })) : null;
  const show = (open) => {
    if (open) opened.add(key); else opened.delete(key);
    if (open && !detail.firstChild.hasChildNodes()) detail.firstChild.append(...options.detail(row));
    detail.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    line.classList.toggle('open', open);
  };
  const flip = () => { const open = detail.hidden; show(open); setState({ open: open ? key : '' }); };
  const toggle = options.detail ? h('button', { type: 'button', class: 'toggle', 'data-item': true, 'aria-expanded': String(Boolean(isOpen)), 'aria-controls': id, onclick: flip }, options.name(row)) : null;
  const line = h('tr', { class: 'row' + (isOpen ? ' open' : '') + (options.class ? ' ' + options.class(row) : '') },
    columns.map((column) => h(column.head ? 'th' : 'td', { class: column.class, scope: column.head ? 'row' : null }, column.head && toggle ? [toggle, options.under ? options.under(row) : null] : column.cell(row))));
  if (!options.detail) return line;
  line.addEventListener('click', (event) => { if (!event.target.closest('a, button, summary') && !String(getSelection())) flip(); });
  line.show = show;
  if (isOpen) show(true);
  return [line, detail];
}

function pager(pages, page, update) {
  if (pages < 2) return null;
  const go = (target, label) => h('button', { type: 'button', disabled: target < 1 || target > pages || target === page, onclick: () => { setState({ page: String(target) }); update('page'); } }, t(label));
  return h('nav', { class: 'pager', 'aria-label': t('pages') }, go(1, 'page.first'), go(page - 1, 'page.previous'),
    h('span', {}, t('page', { page, pages })), go(page + 1, 'page.next'), go(pages, 'page.last'));
}

// A page of any list that is not a table.
function paged(items, size, make) {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(1, parseInt(state.page, 10) || 1), pages);
  if (printing) return [items.map(make), null];
  return [items.slice((page - 1) * size, page * size).map(make), pager(pages, page, () => { render(true); scrollTo(0, 0); })];
}

function tablePart(rows, columns, options, update) {
  const ordered = sortedRows(rows, columns);
  const size = options.whole ? Math.max(ordered.length, 1) : PAGE;
  const pages = Math.max(1, Math.ceil(ordered.length / size));
  const page = Math.min(Math.max(1, parseInt(state.page, 10) || 1), pages);
  const shown = ordered.slice((page - 1) * size, page * size);
  if (!rows.length) return [h('div', { class: 'empty' }, h('h3', {}, t('empty.filter')), h('p', {}, t('empty.filter.how')))];
  return [h('table', { class: 'grid ' + options.name_class }, h('caption', { class: 'hidden' }, options.caption), head(columns, update),
    h('tbody', {}, shown.map((row, number) => bodyRow(row, columns, options, number)))), options.whole ? null : pager(pages, page, update)];
}

// What is seen goes into a file that spreadsheets read; text that looks like a formula is quoted.
function exportButton(name, columns, rows) {
  const cell = (text) => '"' + (/^[=+\-@\t\r＝＋－＠]/.test(text) && !/^[+-]?[\d.]+%?$/.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
  const save = () => {
    const lines = [columns.map((column) => column.label), ...sortedRows(rows(), columns).map((row) => columns.map((column) => column.plain ? column.plain(row) : h('div', {}, column.cell(row)).textContent))];
    const file = URL.createObjectURL(new Blob(['\ufeff' + lines.map((line) => line.map(cell).join(',')).join('\r\n') + '\r\n'], { type: 'text/csv;charset=utf-8' }));
    h('a', { href: file, download: name + '.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
  };
  return h('button', { type: 'button', class: 'export', onclick: save }, t('export'));
}

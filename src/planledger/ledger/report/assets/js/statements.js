// Every quantified statement, of all documents or of one.
function statementColumns() {
  return [
    { key: 'role', label: t('role'), class: 'c-role', cell: (number) => h('span', { class: 'tag ' + roleOf(rec(number)) }, t('role.' + roleOf(rec(number)))), order: (number) => roleOf(rec(number)) },
    { key: 'indicator', label: t('indicator'), class: 'c-indicator', head: true, cell: (number) => rec(number)[F.indicator], order: (number) => rec(number)[F.indicator] },
    { key: 'value', label: t('value'), class: 'number', cell: (number) => valueOf(rec(number)), order: (number) => { const found = /-?[\d.]+/.exec(rec(number)[F.zh]); return found ? Number(found[0]) : -Infinity; } },
    { key: 'period', label: t('period'), class: 'c-period', cell: (number) => periodText(rec(number)[F.period]), order: (number) => rec(number)[F.period] },
    { key: 'section', label: t('section'), class: 'c-reason', cell: (number) => h('div', { class: 'clamp', lang: 'zh-CN' }, data.sections[rec(number)[F.section]]) },
    { key: 'document', label: t('document'), class: 'c-document', cell: (number) => docName(rec(number)[F.doc]), order: (number) => rec(number)[F.doc] },
    { key: 'confidence', label: t('confidence'), class: 'number c-confidence', cell: (number) => Math.round(rec(number)[F.confidence] * 100) + '%', order: (number) => rec(number)[F.confidence] },
  ];
}

function statementRows() {
  const doc = data.docs.findIndex((item) => item.id === state.doc);
  const terms = words();
  return data.records.map((_, number) => number).filter((number) => {
    const record = rec(number);
    if (doc >= 0 && record[F.doc] !== doc) return false;
    if (state.role === '' ? record[F.kind] === 'qualitative' : state.role !== 'all' && roleOf(record) !== state.role) return false;
    return terms.every((term) => (record[F.indicator] + '\n' + record[F.zh] + '\n' + sentenceOf(record)).toLowerCase().includes(term));
  });
}

function statementsView() {
  if (!data.records.length) return [h('h1', {}, t('empty.statements')), h('div', { class: 'empty' }, h('p', {}, t('empty.statements.how')), h('p', {}, h('a', { href: viewAddress('damage') }, t('view.damage'))))];
  const title = h('h1', {});
  const list = h('div', { class: 'list' });
  const update = (changed) => {
    const rows = statementRows();
    title.textContent = t('statements.title', { n: rows.length });
    announce(title.textContent);
    const column = document.activeElement && document.activeElement.dataset.column;
    list.replaceChildren(...tablePart(rows, statementColumns(), { key: String, name: (number) => rec(number)[F.indicator], under: (number) => englishName(rec(number)), detail: (number) => [quote(number, t('role.' + roleOf(rec(number))))], caption: title.textContent, name_class: 'statements' }, update).filter(Boolean));
    if (column) list.querySelector('[data-column="' + column + '"]')?.focus();
    if (changed === 'page') list.scrollIntoView();
  };
  update();
  onSearch = update;
  return [title, h('div', { class: 'filters', role: 'group', 'aria-label': t('filter') },
    choice('doc', t('document'), [['', t('role.all')], ...data.docs.map((doc, number) => [doc.id, docName(number)])], update),
    choice('role', t('role'), [['', t('role.all')], ...['target', 'actual', 'baseline', 'context', 'work', 'done'].map((role) => [role, t('role.' + role)])], update),
    h('span', { class: 'push' }), exportButton(t('view.statements'), [...statementColumns(), { label: t('sentence'), plain: (number) => sentenceOf(rec(number)) }], statementRows)), list];
}

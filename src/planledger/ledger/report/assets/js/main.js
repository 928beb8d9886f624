// The frame, and which view is shown.
const VIEWS = { overview: overviewView, promises: promisesView, documents: documentsView, statements: statementsView, near: nearView, contradictions: contradictionsView, damage: damageView, help: helpView };
let onSearch = null;
let afterRender = null;
let printing = false;

function wholeReport() {
  return ['overview', 'promises', 'near', 'contradictions', 'damage'].map((view, number) => {
    const part = h('section', { class: 'sheet' }, VIEWS[view]());
    // One document, one first heading.
    if (number) part.querySelectorAll('h1').forEach((title) => title.replaceWith(h('h2', { class: 'sheet-title' }, ...title.childNodes)));
    return part;
  });
}

function frame() {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
  document.title = headlineText() + ' — ' + t('title');
  byId('skip').textContent = t('skip');
  byId('product').textContent = t('title');
  byId('search-label').textContent = t('search');
  byId('search').placeholder = t('search.hint');
  if (byId('search') !== document.activeElement) byId('search').value = state.q;
  byId('keys-button').textContent = t('keys');
  byId('print-button').textContent = t('print');
  byId('lang-button').textContent = t('language');
  byId('lang-button').setAttribute('aria-label', t('language.label'));
  byId('lang-button').lang = language() === 'zh' ? 'en' : 'zh-CN';
  byId('foot').textContent = t('foot', { version: data.version });
  const sizes = { documents: data.docs.length, near: data.rows.filter(inPair).reduce((sum, row) => sum + nearOf(row).length, 0), contradictions: data.contradictions.length, damage: data.problems.length };
  const views = byId('views');
  views.setAttribute('aria-label', t('views'));
  views.replaceChildren(h('ul', {}, Object.keys(VIEWS).map((view) => h('li', {}, h('a', { href: viewAddress(view), 'aria-current': state.view === view || (view === 'documents' && state.view === 'doc') ? 'page' : null }, t('view.' + view), sizes[view] === undefined ? null : [' ', h('span', { class: 'size' }, sizes[view])])))));
}

function render(keep) {
  onSearch = null;
  afterRender = null;
  if (follow.off) follow.off();
  const chosen = document.activeElement && document.activeElement.name;
  printing = state.view === 'print';
  frame();
  const make = printing ? wholeReport : state.view === 'doc' ? documentView : VIEWS[state.view] || overviewView;
  const main = byId('main');
  main.className = 'view-' + state.view;
  main.replaceChildren(...[make()].flat(Infinity).filter(Boolean));
  if (keep && chosen) main.querySelector('select[name="' + chosen + '"]')?.focus();
  if (!keep) scrollTo(0, 0);
  if (afterRender && !keep) afterRender();
  const open = !keep && state.view === 'promises' && state.open && main.querySelector('tr.row.open');
  if (open) { open.scrollIntoView({ block: 'center' }); open.querySelector('[data-item]').focus({ preventScroll: true }); }
}

byId('lang-button').addEventListener('click', () => {
  const lang = language() === 'zh' ? 'en' : 'zh';
  remember('lang', lang);
  setState({ lang: state.lang ? lang : '' });
  // Where storage is refused the address has to remember it.
  if (language() !== lang) setState({ lang });
  opened.clear();
  if (state.open) opened.add(state.open);
  render(true);
});
// The address holds the view, so the skip link must not change it.
byId('skip').addEventListener('click', (event) => { event.preventDefault(); byId('main').focus(); });
byId('keys-button').addEventListener('click', showKeys);
byId('print-button').addEventListener('click', () => {
  const back = state.view;
  setState({ view: 'print' });
  render(true);
  addEventListener('afterprint', () => { setState({ view: back }); render(true); }, { once: true });
  print();
});
// What is printed from the browser's own menu is the whole table and not one page of it.
addEventListener('beforeprint', () => { if (state.view === 'promises' && !printing) { printing = true; if (onSearch) onSearch(); } });
addEventListener('afterprint', () => { if (state.view === 'promises' && printing) { printing = false; if (onSearch) onSearch(); } });

let timer = 0;
byId('search').addEventListener('input', (event) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    setState({ q: event.target.value.trim(), page: '1' });
    if (state.q && !onSearch) { setState({ view: 'promises', type: 'all' }); if (!data.rows.length) setState({ view: 'statements' }); render(true); } else if (onSearch) onSearch('q');
  }, 120);
});
addEventListener('hashchange', () => { readAddress(); render(false); byId('main').contains(document.activeElement) || byId('main').focus({ preventScroll: true }); });
readAddress();
render(false);

// The page by keyboard. Single keys can be switched off, for those whose software types for them.
const typing = (node) => node.closest('input, select, textarea, [contenteditable]');
const keysOn = () => remembered('keys') !== 'off';

function showKeys() {
  const dialog = byId('keys');
  dialog.replaceChildren(h('h2', { id: 'keys-title' }, t('keys.title')), keyList(),
    h('label', { class: 'switch' }, h('input', { type: 'checkbox', checked: keysOn(), onchange: (event) => remember('keys', event.target.checked ? 'on' : 'off') }), ' ', t('keys.enabled')),
    h('p', {}, h('button', { type: 'button', onclick: () => dialog.close() }, t('keys.close'))));
  dialog.showModal();
}

function moveBy(step) {
  const items = [...byId('main').querySelectorAll('[data-item]')].filter((item) => item.getClientRects().length);
  const here = items.indexOf(document.activeElement.closest('[data-item]') || lastItem);
  const next = items[Math.min(Math.max(here + step, 0), items.length - 1)];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'center' });
  lastItem = next;
}
let lastItem = null;

function openSource() {
  const item = document.activeElement.closest('tr, li');
  const line = item && item.classList.contains('row') ? item : null;
  if (line && line.show && line.nextElementSibling.hidden) line.show(true);
  const link = (line ? line.nextElementSibling : item || byId('main')).querySelector('a[data-source]');
  if (link) link.click();
}

function closeOpen() {
  const line = document.activeElement.closest('tr');
  const row = line && (line.classList.contains('detail') ? line.previousElementSibling : line);
  if (row && row.show && row.classList.contains('open')) { row.show(false); setState({ open: '' }); row.querySelector('[data-item]').focus(); }
  else if (state.view === 'doc' && history.length > 1) history.back();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const search = byId('search');
  if (event.key === 'Escape') {
    if (event.target === search) { search.value = ''; search.dispatchEvent(new Event('input')); byId('main').focus(); } else if (!typing(event.target)) closeOpen();
    return;
  }
  if (typing(event.target) || !keysOn()) return;
  const action = { '/': () => search.focus(), j: () => moveBy(1), k: () => moveBy(-1), o: openSource, '?': showKeys }[event.key];
  if (action) { event.preventDefault(); action(); }
});

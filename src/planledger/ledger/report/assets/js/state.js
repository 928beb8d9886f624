// What the reader looks at, kept in the address so that it can be shared, printed and gone back to.
const data = JSON.parse(byId('data').textContent);
const strings = JSON.parse(byId('strings').textContent);
const DEFAULTS = { view: 'overview', pair: '', verdict: '', area: '', type: 'measured', role: '', q: '', sort: '', page: '1', open: '', doc: '', at: '', lang: '' };
const state = { ...DEFAULTS };

// A file opened from a disk may be refused storage; the choice then lasts as long as the page.
function remembered(name) {
  try { return localStorage.getItem('planledger.' + name); } catch { return null; }
}
function remember(name, value) {
  try { localStorage.setItem('planledger.' + name, value); } catch { /* see above */ }
}

function language() {
  const chosen = state.lang || remembered('lang') || data.lang;
  return chosen === 'en' ? 'en' : 'zh';
}
const pick = (both) => both[language() === 'zh' ? 0 : 1];

function has(key) { return key in strings[language()]; }
function t(key, values = {}) {
  const text = strings[language()][key];
  return (text === undefined ? key : text).replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole);
}
const named = (prefix, name) => has(prefix + name) ? t(prefix + name) : name;

function addressOf(changes) {
  const next = { ...state, ...changes };
  const query = new URLSearchParams();
  for (const name of Object.keys(DEFAULTS)) if (next[name] !== DEFAULTS[name]) query.set(name, next[name]);
  return '#' + query;
}
function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(DEFAULTS)) state[name] = query.get(name) ?? DEFAULTS[name];
  if (state.lang) remember('lang', language());
}
// Filters replace the address, so that one step back leaves the page and not a keystroke.
function setState(changes) {
  Object.assign(state, changes);
  history.replaceState(null, '', addressOf({}));
}
const viewAddress = (view, more = {}) => addressOf({ ...DEFAULTS, lang: state.lang, pair: state.pair, view, ...more });

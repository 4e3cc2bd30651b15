// Keys, filters and highlighting. The page is complete without any of it.

const cards = [...document.querySelectorAll(".card")];
const tools = document.querySelector(".tools");
const byId = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const behavior = () => (calm.matches ? "auto" : "smooth");

// The stretches of text and the tags that belong to each card, by the card's anchor.
const stretches = new Map(cards.map((card) => [card.id, []]));
for (const article of document.querySelectorAll(".article")) {
  for (const stretch of article.querySelectorAll("[data-s]")) {
    for (const number of stretch.dataset.s.split(" ")) {
      stretches.get(`${article.id}s${number}`)?.push(stretch);
    }
  }
}
const length = (card) => stretches.get(card.id).reduce((sum, one) => sum + one.textContent.length, 0);
const lengths = new Map(cards.map((card) => [card, length(card)]));
const markOf = (card) => byId(card.id.replace("s", "m"));
const ledgerOf = (card) => card.closest(".ledger");
const hasOwnScroll = (ledger) => getComputedStyle(ledger).position === "sticky";

// The innermost statement over a stretch: the one with the fewest words.
function cardUnder(stretch) {
  const article = stretch.closest(".article").id;
  const over = stretch.dataset.s.split(" ").map((number) => byId(`${article}s${number}`));
  return over.filter((card) => card && !card.hidden).sort((a, b) => lengths.get(a) - lengths.get(b))[0];
}

let selected = null;

function light(card, on) {
  card.classList.toggle("lit", on);
  for (const stretch of stretches.get(card.id)) stretch.classList.toggle("lit", on);
}

function select(card) {
  if (selected) light(selected, false);
  selected = card;
  light(card, true);
  history.replaceState(null, "", `#${card.id}`);
}

function showCard(card) {
  const ledger = ledgerOf(card);
  if (hasOwnScroll(ledger)) {
    const top = card.getBoundingClientRect().top - ledger.getBoundingClientRect().top;
    if (top < 40 || top + card.offsetHeight > ledger.clientHeight) {
      ledger.scrollBy({ top: top - 48, behavior: behavior() });
    }
  } else {
    card.scrollIntoView({ block: "start", behavior: behavior() });
  }
}

const inView = (element) => {
  const box = element.getBoundingClientRect();
  return box.top > 60 && box.bottom < innerHeight - 40;
};

function showMark(card) {
  const mark = stretches.get(card.id)[0] ?? markOf(card);
  if (mark && !inView(mark)) mark.scrollIntoView({ block: "center", behavior: behavior() });
}

function step(by) {
  const shown = cards.filter((card) => !card.hidden);
  if (shown.length === 0) return;
  let at = shown.indexOf(selected);
  if (at < 0) {
    // From where the reader is: the first statement of which the words are still to come.
    const mark = (card) => (markOf(card) ?? card).getBoundingClientRect().top;
    at = shown.findIndex((card) => mark(card) > 60);
    at = by > 0 ? at - 1 : at;
  }
  const card = shown[Math.max(0, Math.min(shown.length - 1, at + by))];
  select(card);
  if (hasOwnScroll(ledgerOf(card))) showMark(card);
  showCard(card);
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
}

// Filters.
const words = byId("words");
const voice = byId("voice");
const haystacks = new Map();
const haystack = (card) => {
  if (!haystacks.has(card)) haystacks.set(card, card.textContent.toLowerCase());
  return haystacks.get(card);
};

function filter() {
  const wanted = words.value.trim().toLowerCase();
  let shown = 0;
  for (const card of cards) {
    const fits = (!voice.value || card.classList.contains(voice.value)) && haystack(card).includes(wanted);
    card.hidden = !fits;
    shown += fits;
  }
  for (const [id, list] of stretches) {
    if (byId(id).hidden) for (const stretch of list) stretch.classList.toggle("off", !cardUnder(stretch));
    else for (const stretch of list) stretch.classList.remove("off");
  }
  for (const tag of document.querySelectorAll(".text a.n, .text a.w")) {
    tag.hidden = byId(tag.hash.slice(1))?.hidden ?? false;
  }
  byId("shown").value = shown === cards.length ? "" : `${shown} of ${cards.length} shown`;
}

// Copies a statement as a quotation with its source.
function quotationOf(card) {
  const part = (selector, root = card) => root.querySelector(selector)?.textContent.trim() ?? "";
  const quoted = card.querySelector("blockquote")?.classList.contains("direct");
  const said = part("blockquote");
  const kicker = part(".kicker", card.closest(".article"));
  const role = part(".role");
  const who = part(".who b") + (role ? `, ${role}` : "");
  return `${quoted ? said : `[in the article’s words] ${said}`}\n— ${who} (${part(".authority")}). ${kicker}. ${part(".why code")}`;
}

for (const card of cards) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(quotationOf(card));
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed here";
    }
  });
  card.querySelector(".tasks").append(" ", button);
}

// Clicks: a mark shows its card, a card shows its words.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#a"]');
  const named = link && /^#(a\d+)([sm])(\d+)$/.exec(link.hash);
  if (named) {
    const card = byId(`${named[1]}s${named[3]}`);
    if (!card) return;
    event.preventDefault();
    select(card);
    const fromLedger = Boolean(link.closest(".ledger"));
    if (named[2] === "m") {
      showMark(card);
    } else {
      if (fromLedger && hasOwnScroll(ledgerOf(card))) showMark(card);
      showCard(card);
    }
    return;
  }
  if (event.target.closest("a, button, summary, input, select, code") || String(getSelection())) return;
  const stretch = event.target.closest("[data-s]");
  const card = stretch ? cardUnder(stretch) : event.target.closest(".card");
  if (!card) return;
  select(card);
  if (!hasOwnScroll(ledgerOf(card))) return;
  if (stretch) showCard(card);
  else showMark(card);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (!byId("keys").checked) return;
  if (event.key === "j" || event.key === "n") step(1);
  else if (event.key === "k" || event.key === "p") step(-1);
  else if (event.key === "/") {
    event.preventDefault();
    words.focus();
  }
});

// The ledger follows the text: the card of the statement that is being read comes into view.
const visible = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) visible.add(entry.target);
    else visible.delete(entry.target);
  }
  follow();
});
for (const columns of document.querySelectorAll(".columns")) watcher.observe(columns);

function follow() {
  for (const columns of visible) {
    const ledger = columns.querySelector(".ledger");
    if (!hasOwnScroll(ledger) || ledger.matches(":hover, :focus-within")) continue;
    if (selected && ledger.contains(selected) && stretches.get(selected.id).some(inView)) continue;
    let reading = null;
    for (const mark of columns.querySelectorAll(".at")) {
      if (mark.getBoundingClientRect().top > innerHeight * 0.4) break;
      const card = byId(mark.id.replace("m", "s"));
      if (card && !card.hidden) reading = card;
    }
    if (!reading) continue;
    const top = reading.getBoundingClientRect().top - ledger.getBoundingClientRect().top;
    ledger.scrollTo({ top: ledger.scrollTop + top - ledger.clientHeight * 0.25 });
  }
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    follow();
  });
}, { passive: true });

tools.addEventListener("input", filter);
tools.addEventListener("submit", (event) => event.preventDefault());
byId("next").addEventListener("click", () => step(1));
byId("previous").addEventListener("click", () => step(-1));
tools.hidden = cards.length === 0;
document.documentElement.classList.add("scripted");

const opened = /^#(a\d+)[sm](\d+)$/.exec(location.hash);
const first = opened && byId(`${opened[1]}s${opened[2]}`);
if (first?.classList.contains("card")) {
  select(first);
  showMark(first);
  showCard(first);
}

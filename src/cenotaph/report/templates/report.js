"use strict";
(() => {
  // The numbers stand open for readers without scripts; with a chart drawn they wait behind their summary.
  for (const details of document.querySelectorAll("details.numbers")) details.open = false;

  // A table of years that does not fit opens at the newest, and says that there are earlier ones.
  const years = document.querySelectorAll(".scroll.years");
  const hint = (scroll) => {
    scroll.classList.toggle("earlier", scroll.scrollLeft > 4);
    scroll.previousElementSibling.hidden = scroll.scrollWidth <= scroll.clientWidth + 1;
  };
  for (const scroll of years) {
    scroll.scrollLeft = scroll.scrollWidth;
    scroll.addEventListener("scroll", () => hint(scroll), { passive: true });
    hint(scroll);
  }

  // A cell opens onto what it counts, in a row of its own under the target's row.
  let current = null;
  const cells = new Map();
  for (const link of document.querySelectorAll(".grid td > a")) {
    link.setAttribute("aria-expanded", "false");
    link.title = link.getAttribute("aria-label");
    cells.set(link.hash.slice(1), link);
  }

  const close = () => {
    if (!current) return;
    current.home.replaceWith(current.article);
    current.article.querySelector(".close").remove();
    current.row.remove();
    current.link.setAttribute("aria-expanded", "false");
    const { link } = current;
    current = null;
    return link;
  };

  const open = (id) => {
    const link = cells.get(id);
    close();
    if (!link) return false;
    const article = document.getElementById(id);
    const home = document.createComment("");
    const row = document.createElement("tr");
    const cell = row.insertCell();
    const tray = document.createElement("div");
    const button = document.createElement("button");
    article.replaceWith(home);
    row.className = "opened";
    cell.colSpan = link.closest("tr").cells.length;
    tray.className = "tray";
    button.className = "close";
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", "Close");
    article.append(button);
    tray.append(article);
    cell.append(tray);
    link.closest("tr").after(row);
    link.setAttribute("aria-expanded", "true");
    current = { link, article, home, row };
    const head = article.querySelector("h4");
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    return true;
  };

  const shut = () => {
    const link = close();
    if (!link) return;
    history.replaceState(null, "", location.pathname + location.search);
    link.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest(".close")) return shut();
    const link = event.target.closest(".grid td > a");
    if (!link) return;
    event.preventDefault();
    if (current && current.link === link) return shut();
    history.replaceState(null, "", link.hash);
    open(link.hash.slice(1));
  });

  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return shut();
    const move = step[event.key];
    const link = event.target.closest(".grid td > a");
    if (!move || !link) return;
    event.preventDefault();
    const [down, right] = move;
    let row = link.closest("tr"), column = link.parentElement.cellIndex;
    for (;;) {
      column += right;
      if (down) do row = down > 0 ? row.nextElementSibling : row.previousElementSibling; while (row && row.className === "opened");
      const cell = row && row.cells[column];
      if (!cell || cell.tagName === "TH") return;
      const next = cell.querySelector("a");
      if (next) return next.focus();
    }
  });

  window.addEventListener("hashchange", () => open(location.hash.slice(1)));
  open(location.hash.slice(1));

  // Charts: as many panels in a row as fit.
  const draw = (place) => {
    const spec = JSON.parse(document.getElementById(place.dataset.spec).textContent);
    const columns = Math.max(1, Math.min(spec.columns || 1, Math.floor((place.clientWidth + 20) / 325)));
    if (place.dataset.columns === String(columns)) return;
    place.dataset.columns = columns;
    if (spec.facet) {
      spec.columns = columns;
      spec.spec.width = Math.max(180, Math.min(320, Math.floor(place.clientWidth / columns) - 75));
    } else if (spec.width) {
      spec.width = Math.max(140, place.clientWidth - 210);
      for (const { legend } of Object.values(spec.layer[0].encoding)) if (legend) legend.columns = place.clientWidth < 480 ? 2 : 6;
    }
    const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: "svg", container: place, hover: true });
    // The figure says in words what the picture shows; its parts would only be noise to a screen reader.
    view.runAsync().then(() => place.querySelector("svg").setAttribute("aria-hidden", "true"));
  };
  const drawAll = () => document.querySelectorAll(".draw").forEach(draw);
  let waiting;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => { drawAll(); years.forEach(hint); }, 200); });
  drawAll();
})();

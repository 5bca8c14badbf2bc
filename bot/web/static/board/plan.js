// The plan on the board, of one category where its reader has chosen one: what changes meanwhile leaves it chosen.

let chosen = "";

export function offerCategories(part) {
  const select = part.querySelector("select.category");
  if (!select) return;
  part.querySelector(".choose").hidden = false;
  select.value = [...select.options].some((option) => option.value === chosen) ? chosen : "";
  chosen = select.value;
  select.addEventListener("change", () => {
    chosen = select.value;
    paint(part, select);
  });
  paint(part, select);
}

function paint(part, select) {
  const areas = [...part.querySelectorAll("svg.plan a")];
  const most = Math.max(...areas.map(casesOf));
  for (const area of areas) {
    const cases = casesOf(area);
    const heat = cases ? Math.ceil((cases * 5) / most) : 0;
    area.setAttribute("class", area.getAttribute("class").replace(/heat\d/, `heat${heat}`));
    area.setAttribute("href", area.getAttribute("href").replace(/(&category=.*)?$/, chosen ? `&category=${chosen}` : ""));
    tell(area, chosen ? `${area.dataset.name} · ${select.selectedOptions[0].textContent} ${cases}` : area.dataset.told);
    part.querySelector(`text[data-area="${area.dataset.area}"]`).textContent = cases;
  }
}

function casesOf(area) {
  return Number((chosen ? area.getAttribute(`data-${chosen}`) : area.dataset.cases) ?? 0);
}

function tell(area, told) {
  area.setAttribute("aria-label", told);
  area.querySelector("title").textContent = told;
}

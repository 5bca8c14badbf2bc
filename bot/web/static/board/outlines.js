// Outlines as pages bear them, "x,y x,y": read, written, and where a name can stand within one.

export function pointsOf(path) {
  return path.trim().split(/\s+/).filter(Boolean).map((point) => point.split(",").map(Number));
}

export function pathOf(points) {
  return points.map((point) => point.join(",")).join(" ");
}

// The middle of the widest part at half the height, as workflow/site_plan.py has it.
export function insideOf(points) {
  const heights = points.map(([, y]) => y);
  const level = (Math.min(...heights) + Math.max(...heights)) / 2 + 0.25;
  const crossings = points
    .map((from, index) => [from, points[(index + 1) % points.length]])
    .filter(([[, y], [, nextY]]) => y < level !== nextY < level)
    .map(([[x, y], [nextX, nextY]]) => x + ((level - y) * (nextX - x)) / (nextY - y))
    .sort((one, other) => one - other);
  const spans = crossings.filter((_, index) => index % 2 === 0).map((left, index) => [left, crossings[2 * index + 1]]);
  const [left, right] = spans.reduce((best, span) => (span[1] - span[0] > best[1] - best[0] ? span : best));
  return [Math.round((left + right) / 2), Math.round(level)];
}

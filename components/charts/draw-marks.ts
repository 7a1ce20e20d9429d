import type uPlot from 'uplot';
import type { ChartMark } from './chart-data';
import type { Ink } from './ink';

/** More would cover the chart. */
const MOST = 60;

/** Events on the time axis: a band for how long each lasted, and a foot whose shape tells how bad it was. */
export function drawMarks(chart: uPlot, marks: readonly ChartMark[], ink: Ink): void {
  const { ctx, bbox } = chart;
  const unit = devicePixelRatio;
  const right = bbox.left + bbox.width;
  ctx.save();
  for (const { fromMs, toMs, severity } of marks.slice(0, MOST)) {
    const from = Math.max(bbox.left, chart.valToPos(fromMs / 1000, 'x', true));
    const to = Math.min(right, chart.valToPos(toMs / 1000, 'x', true));
    if (from > right || to < bbox.left) continue;
    const bottom = bbox.top + bbox.height;
    ctx.fillStyle = ink[severity];
    ctx.globalAlpha = 0.13;
    if (severity !== 'info') ctx.fillRect(from, bbox.top, Math.max(to - from, unit), bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(from, bottom - 3 * unit, Math.max(to - from, 2 * unit), 3 * unit);
    foot(ctx, severity, from, bottom - 3 * unit, 5 * unit);
  }
  ctx.restore();
}

/** Losing: a triangle. Waiting: a square. Warning: a diamond. Note: a dot. */
function foot(
  ctx: CanvasRenderingContext2D,
  severity: ChartMark['severity'],
  x: number,
  y: number,
  size: number,
) {
  ctx.beginPath();
  if (severity === 'info') ctx.arc(x, y - size / 2, size / 2, 0, 2 * Math.PI);
  else if (severity === 'waiting') ctx.rect(x - size / 2, y - size, size, size);
  else {
    ctx.moveTo(x, y - 2 * size);
    ctx.lineTo(x + size, y - (severity === 'losing' ? 0 : size));
    if (severity === 'warning') ctx.lineTo(x, y);
    ctx.lineTo(x - size, y - (severity === 'losing' ? 0 : size));
    ctx.closePath();
  }
  ctx.fill();
}

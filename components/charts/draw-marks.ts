import type uPlot from 'uplot';
import type { ChartLimit, ChartMark } from './chart-data';
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

const LIMITS = {
  warning: { ink: 'waiting', dash: [6, 4] },
  critical: { ink: 'losing', dash: [2, 3] },
} as const;

/** A dashed line across the chart for each limit that lies inside its scale; the scale is that of the values. */
export function drawLimits(chart: uPlot, limits: readonly ChartLimit[], ink: Ink): void {
  const { ctx, bbox } = chart;
  const unit = devicePixelRatio;
  ctx.save();
  for (const { value, level } of limits) {
    const at = chart.valToPos(value, 'y', true);
    if (at < bbox.top || at > bbox.top + bbox.height) continue;
    const look = LIMITS[level];
    ctx.strokeStyle = ink[look.ink];
    ctx.lineWidth = 1.5 * unit;
    ctx.setLineDash(look.dash.map((length) => length * unit));
    ctx.beginPath();
    ctx.moveTo(bbox.left, at);
    ctx.lineTo(bbox.left + bbox.width, at);
    ctx.stroke();
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

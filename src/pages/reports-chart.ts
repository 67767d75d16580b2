/** A chart of bars as an SVG drawn on the server: no script, and nothing in it that the table beside it does not say. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

export interface BarDrawn extends Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Middle of the bar, for its words. */
  readonly middle: number;
}

export interface Chart {
  readonly width: number;
  readonly height: number;
  /** Where the bars stand. */
  readonly base: number;
  readonly bars: readonly BarDrawn[];
}

const STEP = 90;
const BAR = 54;
const TALLEST = 160;
const ABOVE = 24;
const BELOW = 26;

/** Bars side by side, the greatest as tall as there is room; a bar of nothing has no height and its 0 is written. */
export function barChart(bars: readonly Bar[]): Chart {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const base = ABOVE + TALLEST;
  return {
    width: Math.max(1, bars.length) * STEP,
    height: base + BELOW,
    base,
    bars: bars.map(({ label, value }, index) => {
      const height = Math.round((value / most) * TALLEST);
      const x = index * STEP + (STEP - BAR) / 2;
      return { label, value, x, y: base - height, width: BAR, height, middle: index * STEP + STEP / 2 };
    }),
  };
}

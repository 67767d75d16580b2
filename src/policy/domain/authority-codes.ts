/**
 * Three-digit codes of the authorities that have allocated pupil numbers since April 1999, as ranges: today's in England,
 * those that have been merged or split since, and the Welsh. Libraries that stop at 2011 refuse valid numbers of 838, 839
 * and 940 to 943.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [201, 213],
  [301, 320],
  [330, 336],
  [340, 344],
  [350, 359],
  [370, 373],
  [380, 384],
  [390, 394],
  [420, 420],
  [660, 681],
  [800, 803],
  [805, 808],
  [810, 813],
  [815, 816],
  [820, 823],
  [825, 826],
  [830, 831],
  [835, 841],
  [845, 846],
  [850, 852],
  [855, 857],
  [860, 861],
  [865, 896],
  [908, 909],
  [916, 916],
  [919, 919],
  [921, 921],
  [925, 926],
  [928, 929],
  [931, 931],
  [933, 933],
  [935, 938],
  [940, 943],
];

/** True for a code that an authority has or has had. */
export function isAuthorityCode(code: string): boolean {
  if (!/^\d{3}$/.test(code)) return false;
  const number = Number(code);
  return RANGES.some(([first, last]) => first <= number && number <= last);
}

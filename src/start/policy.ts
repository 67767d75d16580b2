/** The pack that governs until a school is recorded as another federation's. */
export const POLICY = 'riverside';

/** Documents of the size and shape of a caseload's rows, the same every time. */
export function child(number, position) {
  const day = (number * 7919) % 365;
  const due = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
  return {
    _id: `0c0ffee0-0000-4000-8000-${String(number).padStart(12, '0')}`,
    stage: STAGES[number % STAGES.length],
    owner: OWNERS[(number * 31) % OWNERS.length],
    school: String(100000 + ((number * 17) % 400)),
    due,
    nextAction: 'Visit the last known address and record what was found',
    name: `Child ${number} Surname-${number % 9973}`,
    upn: `Z${String(number).padStart(12, '0')}`,
    daysAbsent: number % 40,
    duties: Array.from({ length: 3 }, (_, at) => ({
      kind: `duty-${at}`,
      due,
      rule: `R${at + 10}`,
      explanation: 'Ten school days from the first day of absence, counted by the calendar of the school',
    })),
    flags: { sibling: number % 3 === 0, plan: number % 11 === 0 },
    _seen: { position: String(position).padStart(20, '0'), revision: position % 50 },
  };
}

export const STAGES = ['on-roll', 'absent', 'enquiries', 'referred', 'visited', 'case', 'closed'];
export const OWNERS = Array.from({ length: 40 }, (_, at) => `officer-${at}`);

export const INDEXES = [
  { key: { stage: 1, due: 1, _id: 1 } },
  { key: { due: 1, _id: 1 } },
  { key: { school: 1, due: 1, _id: 1 } },
  { key: { owner: 1, due: 1, _id: 1 } },
];

/** Replaces a document only by one that has seen more. */
export function guarded(document) {
  const filter = { _id: document._id, '_seen.position': { $lt: document._seen.position } };
  return { replaceOne: { filter, replacement: document, upsert: true } };
}

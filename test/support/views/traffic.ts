import type { Seeded } from './seeded.js';
import type { Servers } from './servers.js';

const CHILDREN = ['ada', 'ben', 'cat', 'dov', 'eve', 'fay', 'gus', 'hal'];
const SCHOOLS = ['100', '200', '300'];

/** Events of all kinds that the sample views know, ending with one that every view sees. */
export async function traffic(servers: Servers, seeded: Seeded, events: number): Promise<void> {
  for (let count = 0; count < events; count += 1) {
    const school = seeded.one(SCHOOLS);
    if (seeded.happens(0.1)) await servers.append(`school-${school}`, { type: 'CalendarChanged', data: {} });
    else if (seeded.happens(0.04)) await servers.append(child(seeded), { type: 'Removed', data: {} });
    else await servers.append(child(seeded), ...absences(seeded, school));
  }
  await servers.append(child(seeded), { type: 'AbsenceRecorded', data: { school: seeded.one(SCHOOLS) } });
}

function child(seeded: Seeded): string {
  return `child-${seeded.one(CHILDREN)}`;
}

function absences(seeded: Seeded, school: string) {
  const placed = () => (seeded.happens(0.5) ? { school } : {});
  return Array.from({ length: seeded.whole(1, 3) }, () => ({ type: 'AbsenceRecorded', data: placed() }));
}

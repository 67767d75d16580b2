import { mainEnrolment } from '../children/domain/roll.js';
import { plusDays } from '../schools/domain/local-date.js';
import type { Desk } from './desk.js';
import { type CasePlan, nextId, type Pupil } from './pupil.js';

type Ending = (pupil: Pupil, desk: Desk) => boolean;

/** The authority's minimum before a family is said not to be found (R56). */
const NORMAL_INVESTIGATIONS = ['RL01', 'RL02', 'RL03', 'RL04', 'RL05', 'RL08', 'RL10', 'RL14'] as const;

const moved = { NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE: 'a letter from the new address' };

/** The world's end of a case becomes known: what is recorded of it. @returns whether the case was closed or sent on */
export function endCase(pupil: Pupil, plan: CasePlan, desk: Desk): boolean {
  return ENDINGS[plan.how](pupil, desk);
}

const ENDINGS: Readonly<Record<CasePlan['how'], Ending>> = {
  school: (pupil, desk) => {
    const at = mainEnrolment(pupil.child)?.urn;
    if (at !== undefined) {
      pupil.spell = undefined;
      desk.does(pupil, { type: 'ReEngage', how: 'returned-to-school', urn: at });
      return closed(pupil, desk, 'ON_ROLL_NORFOLK', { kind: 'enrolment-confirmation', urn: at });
    }
    const school = pupil.chance.pick(desk.schools);
    if (!desk.does(pupil, { type: 'AddToRoll', urn: school.urn, startDate: desk.today })) return false;
    desk.moves(pupil, school);
    desk.does(pupil, { type: 'ReEngage', how: 'new-school', urn: school.urn });
    return closed(pupil, desk, 'ON_ROLL_NORFOLK', { kind: 'enrolment-confirmation', urn: school.urn });
  },
  'home-education': (pupil, desk) => {
    desk.does(pupil, { type: 'NotifyHomeEducation', written: true });
    removed(pupil, desk, '9(1)(f)', { AUTHORITY_CONSENT_SPECIAL_SCHOOL: 'agreed by the panel' });
    return closed(pupil, desk, 'EHE_NOTIFIED_PENDING', { kind: 'notice' });
  },
  'other-authority': (pupil, desk) => {
    const { handover } = pupil.child;
    if (handover?.state === 'acknowledged') {
      return closed(pupil, desk, 'LEFT_NORFOLK_LA_ACK', { kind: 'acknowledgement' });
    }
    if (handover?.state === 'sent') return false;
    removed(pupil, desk, '9(1)(g)', moved);
    const handoverId = nextId(pupil, 'handover');
    desk.does(pupil, { type: 'TransferCase', handoverId, toAuthority: pupil.chance.pick(['935', '873', '881']) });
    return desk.does(pupil, { type: 'SetNextAction', action: 'Await the answer', due: plusDays(desk.today, 14) });
  },
  abroad: (pupil, desk) => {
    removed(pupil, desk, '9(1)(g)', moved);
    desk.does(pupil, { type: 'RecordTrace', trace: 'abroad', evidence: 'a school abroad confirms' });
    return closed(pupil, desk, 'ABROAD_EVIDENCED', { kind: 'residence' });
  },
  untraced: (pupil, desk) => {
    if (pupil.child.untracedOn === undefined) {
      for (const code of NORMAL_INVESTIGATIONS) {
        desk.does(pupil, { type: 'MakeEnquiry', enquiryId: nextId(pupil, 'enquiry'), code, outcome: 'NO_ANSWER' });
      }
      desk.does(pupil, { type: 'DeclareUntraced', reviewId: nextId(pupil, 'untraced') });
    }
    return false;
  },
};

function closed(pupil: Pupil, desk: Desk, outcome: string, evidence: { kind: string; urn?: string }): boolean {
  return desk.does(pupil, { type: 'CloseCase', outcome, evidence });
}

function removed(pupil: Pupil, desk: Desk, ground: string, statements: Readonly<Record<string, string>>): void {
  const urn = mainEnrolment(pupil.child)?.urn;
  if (urn === undefined) return;
  desk.does(pupil, { type: 'RemoveFromRoll', urn, ground, statements });
  if (mainEnrolment(pupil.child) === undefined) desk.moves(pupil, undefined);
}

import type { LocalDate } from '../../schools/domain/local-date.js';
import { ofCompulsorySchoolAge } from './compulsory-school-age.js';
import { type Answer, all, type Finding } from './finding.js';
import type { Policy } from './policy-pack.js';

/** Education otherwise than at a school, and what the authority has found of it. */
export interface OtherEducation {
  readonly kind: 'none' | 'home' | 'alternative-provision' | 'eotas' | 'unknown';
  readonly assessment?: 'suitable' | 'unsuitable' | 'not-assessed';
}

export interface CmeFacts {
  readonly dateOfBirth?: LocalDate;
  /** `last-known`: whereabouts cannot be established, and the last known address is in the area. */
  readonly residentInArea: Answer | 'last-known';
  /** On the admission register of any school, wherever it is. Attending is another matter (T5). */
  readonly onAnyRoll: Answer;
  readonly otherEducation: OtherEducation;
  /** Waiting does not take a child off the list: applied, or offered a place and not started. */
  readonly place?: 'none' | 'applied' | 'offered-not-started';
}

export interface CmeStatus {
  readonly isCme: Answer;
  readonly tests: {
    readonly compulsorySchoolAge: Finding;
    readonly residentInArea: Finding;
    readonly notOnAnyRoll: Finding;
    readonly noSuitableEducation: Finding;
  };
  /** What the law was, on the day: every layer with its version. */
  readonly lawVersion: string;
  readonly on: LocalDate;
}

const LAW = 'Education Act 1996 s. 436A';
const GUIDANCE = 'Children missing education, statutory guidance';

/**
 * The test of s. 436A on a day: of compulsory school age, in the area, on no roll, and receiving no suitable education
 * otherwise. There is no waiting period (T4); the four weeks of the local policy are a threshold of their own. Pure: the
 * same facts always give the same answer, and what is not known stays unknown.
 */
export function cmeStatus(facts: CmeFacts, policy: Policy, on: LocalDate): CmeStatus {
  const tests = {
    compulsorySchoolAge: ofCompulsorySchoolAge(facts.dateOfBirth, on),
    residentInArea: resident(facts.residentInArea),
    notOnAnyRoll: offRoll(facts),
    noSuitableEducation: unsuited(facts.otherEducation),
  };
  const isCme = all(Object.values(tests).map(({ answer }) => answer));
  return { isCme, tests, lawVersion: policy.reference.version, on };
}

function resident(inArea: CmeFacts['residentInArea']): Finding {
  switch (inArea) {
    case 'yes':
      return { answer: 'yes', because: 'lives in the area', paragraph: LAW };
    case 'no':
      return { answer: 'no', because: 'lives outside the area', paragraph: LAW };
    case 'last-known':
      return {
        answer: 'yes',
        because: 'whereabouts are unknown and the last known address is in the area',
        paragraph: GUIDANCE,
      };
    case 'unknown':
      return { answer: 'unknown', because: 'it is not known whether the child lives in the area', paragraph: LAW };
  }
}

function offRoll({ onAnyRoll, place = 'none' }: CmeFacts): Finding {
  if (onAnyRoll === 'yes') {
    return { answer: 'no', because: 'registered at a school, whether attending or not', paragraph: GUIDANCE };
  }
  if (onAnyRoll === 'unknown') return { answer: 'unknown', because: 'the rolls have not been checked', paragraph: LAW };
  const waiting = {
    none: 'on no school’s roll',
    applied: 'on no roll; applying for a place does not change that',
    'offered-not-started': 'on no roll; a place offered and not taken up does not change that',
  };
  return { answer: 'yes', because: waiting[place], paragraph: place === 'none' ? LAW : GUIDANCE };
}

function unsuited({ kind, assessment = 'not-assessed' }: OtherEducation): Finding {
  if (kind === 'none') return { answer: 'yes', because: 'no education otherwise than at school', paragraph: LAW };
  if (kind === 'unknown') {
    return { answer: 'unknown', because: 'it is not known whether the child is educated otherwise', paragraph: LAW };
  }
  if (assessment === 'unsuitable') {
    return { answer: 'yes', because: 'education otherwise was assessed as unsuitable', paragraph: GUIDANCE };
  }
  if (assessment === 'suitable') return { answer: 'no', because: 'suitably educated otherwise', paragraph: LAW };
  if (kind === 'home') {
    const because = 'home educated, and the authority has not had the opportunity to assess';
    return { answer: 'no', because, paragraph: GUIDANCE };
  }
  return { answer: 'unknown', because: 'whether the provision is suitable and full time is not known', paragraph: LAW };
}

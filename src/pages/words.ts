import type { Stage } from '../children/domain/stage.js';
import { daysBetween } from '../schools/domain/local-date.js';
import { dateInWords } from './dates.js';

const STAGE_COLOURS: Partial<Record<Stage, string>> = {
  'on-roll': 'green',
  're-engaged': 'green',
  closed: 'grey',
  left: 'grey',
  absent: 'yellow',
  'on-leave': 'yellow',
  enquiries: 'orange',
  consultation: 'orange',
  leaving: 'orange',
  escalated: 'red',
  'off-roll': 'red',
};

/** A stage as a tag: its word, and a colour that says nothing which the word does not. */
export function stageTag(stage: Stage): { readonly text: string; readonly classes: string } {
  return { text: stageName(stage), classes: `govuk-tag--${STAGE_COLOURS[stage] ?? 'blue'}` };
}

export function stageName(stage: string): string {
  const words = stage.replaceAll('-', ' ').replace('re engaged', 're-engaged');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const TEAMS: Readonly<Record<string, string>> = {
  'school-staff': 'School attendance staff',
  'head-teacher': 'Head teacher',
  'safeguarding-lead': 'Designated safeguarding lead',
  'safeguarding-officer': 'Safeguarding officer of the authority',
  'cme-assistant': 'CME Assistants',
  'strategy-manager': 'Strategy Manager',
  'attendance-team': 'Attendance Team',
  'ehcp-coordinator': 'EHCP co-ordinators',
  'exclusions-team': 'Exclusions team',
};

/** `school-staff@900001` as "School attendance staff, school 900001"; a named member of staff by their id. */
export function ownerName(owner: string): string {
  const [role = '', organisation] = owner.split('@');
  const team = TEAMS[role] ?? owner;
  return organisation !== undefined && /^\d{6}$/.test(organisation) ? `${team}, school ${organisation}` : team;
}

export interface DueWords {
  readonly text: string;
  readonly overdue: boolean;
}

/** A due date as it looks from today: always in words, never by colour alone. */
export function dueWords(due: string, today: string): DueWords {
  const days = daysBetween(today, due);
  if (days < 0) {
    const late = days === -1 ? '1 day' : `${-days} days`;
    return { text: `Overdue by ${late}: was ${dateInWords(due)}`, overdue: true };
  }
  if (days === 0) return { text: `Today, ${dateInWords(due)}`, overdue: false };
  if (days === 1) return { text: `Tomorrow, ${dateInWords(due)}`, overdue: false };
  return { text: dateInWords(due), overdue: false };
}

export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** Text of the domain as a person reads it: dates in words, owners by their team. */
export function plainWords(text: string): string {
  return text
    .replace(/\b\d{4}-\d{2}-\d{2}\b/g, dateInWords)
    .replace(/\b[a-z]+(?:-[a-z]+)*@\d{3,6}\b/g, ownerName)
    .replaceAll('(AM)', '(morning)')
    .replaceAll('(PM)', '(afternoon)');
}

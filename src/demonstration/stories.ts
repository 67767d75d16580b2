import { absences } from './stories/absence.js';
import { cases } from './stories/cases.js';
import { endings } from './stories/endings.js';
import { leave } from './stories/leave.js';
import { leavers } from './stories/leavers.js';
import { siblings } from './stories/siblings.js';
import type { Story } from './story.js';

export type { By, Place, Story, StoryStep } from './story.js';

/** A child in each state of the workflow. What they have in common with real children is only the procedure. */
export const stories: readonly Story[] = [...absences, ...leave, ...leavers, ...cases, ...endings, ...siblings];

import { accountedFor, offRollSince } from './accounted-for.js';
import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { correspondenceDuties } from './correspondence-duties.js';
import { deadline } from './deadline.js';
import { type Duty, duty, dutyOn } from './duty.js';
import type { DayContext } from './facet.js';
import { atAuthority, atSchool, caseOwner } from './owners.js';
import { lastEnrolment, onRoll } from './roll.js';
import { isReferred } from './stage.js';
import { tracingDuties } from './tracing-duties.js';

/** What the authority has to do for a child, and who there. */
export function authorityDuties(child: Child, context: DayContext): readonly Duty[] {
  return [
    ...openingDuties(child, context),
    ...caseDuties(child, context),
    ...riskDuties(child, context),
    ...educationDuties(child, context),
    ...tracingDuties(child, context),
    ...correspondenceDuties(child, context),
  ];
}

/** Whoever is reported, or is on no roll with nowhere to be, gets a case (R19, R36). */
function openingDuties(child: Child, context: DayContext): readonly Duty[] {
  const assistant = atAuthority('cme-assistant', context);
  const last = child.referrals.at(-1);
  if (last !== undefined && isReferred(child)) {
    const due = deadline('caseOpening', last.occurredOn, context);
    return duty('open-case', last.referralId, assistant, 'Open a case, or answer the school', due);
  }
  if (isOpen(child.case)) return [];
  if (child.education.homeEducation === 'unsuitable') {
    const since = child.education.homeEducationAssessedOn ?? context.today;
    return [
      dutyOn(
        'open-case',
        `home-education/${since}`,
        assistant,
        'Open a case: home education is not suitable',
        since,
        'R46',
        'At once.',
      ),
    ];
  }
  const since = offRollSince(child, context);
  if (since === undefined || accountedFor(child, context) !== undefined) return [];
  const left = lastEnrolment(child);
  const due = deadline('caseOpening', since, context);
  return duty(
    'open-case',
    `${left?.urn ?? 'no-school'}/${since}`,
    assistant,
    'Open a case: the child is on no roll',
    due,
  );
}

function caseDuties(child: Child, context: DayContext): readonly Duty[] {
  const found: Duty[] = [];
  const owner = caseOwner(child, context);
  if (isOpen(child.case)) {
    const { caseId, nextAction, openedOn, reopenedOn, reviewedOn } = child.case;
    const { action, due, setOn } = nextAction;
    found.push(dutyOn('next-action', `${caseId}/${setOn}/${due}`, owner, action, due, 'R45', `Set on ${setOn}.`));
    const since = reviewedOn ?? reopenedOn ?? openedOn;
    found.push(
      ...duty('review-case', `${caseId}/${since}`, owner, 'Review the case', deadline('caseReview', since, context)),
    );
  }
  if (child.handover?.state === 'sent') {
    const { handoverId, acknowledgementDue, toAuthority, sentOn } = child.handover;
    const action = `Obtain the acknowledgement of authority ${toAuthority}`;
    found.push(
      dutyOn(
        'handover',
        handoverId,
        owner,
        action,
        acknowledgementDue,
        'R59',
        `Set when the case was sent, ${sentOn}.`,
      ),
    );
  }
  if (child.reengagement?.reviewDue !== undefined) {
    const { on, reviewDue, reviewsPassed } = child.reengagement;
    const action = 'Review whether the re-engagement lasts';
    found.push(
      dutyOn(
        'review-re-engagement',
        `${on}/${reviewsPassed}`,
        owner,
        action,
        reviewDue,
        'R18',
        `Counted from the re-engagement on ${on}.`,
      ),
    );
  }
  return found;
}

function riskDuties(child: Child, context: DayContext): Duty[] {
  const reviewer =
    onRoll(child).length > 0 ? atSchool('safeguarding-lead', child) : atAuthority('safeguarding-officer', context);
  return child.risk.pending.flatMap(({ reviewId, requestedOn }) =>
    duty(
      'risk-review',
      reviewId,
      reviewer,
      'Review the risk',
      deadline('safeguardingEscalation', requestedOn, context),
    ),
  );
}

function educationDuties(child: Child, context: DayContext): readonly Duty[] {
  const found: Duty[] = [];
  const { homeEducation, homeEducationSince, provision } = child.education;
  if (homeEducation === 'notified' && homeEducationSince !== undefined) {
    const due = deadline('homeEducationAssessment', homeEducationSince, context);
    found.push(
      ...duty(
        'assess-home-education',
        homeEducationSince,
        atAuthority('cme-assistant', context),
        'Assess the home education',
        due,
      ),
    );
  }
  if (provision?.state === 'requested') {
    const due = deadline('provisionOffer', provision.on, context);
    found.push(...duty('offer-provision', provision.provisionId, caseOwner(child, context), 'Offer provision', due));
  }
  for (const { noticeId, followUp } of child.notices) {
    if (followUp === undefined || followUp.completedOn !== undefined) continue;
    const sum = 'Set when the notice was shared.';
    found.push(
      dutyOn('ehcp-follow-up', noticeId, followUp.owner, 'Follow up the child’s plan', followUp.due, 'R41', sum),
    );
  }
  return found;
}

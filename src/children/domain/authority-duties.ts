import { isOpen } from './case.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { type Duty, duty, dutyOn } from './duty.js';
import type { DayContext } from './facet.js';
import { atAuthority, atSchool, caseOwner } from './owners.js';
import { lastEnrolment, onRoll } from './roll.js';
import { isReferred, stageOf } from './stage.js';

/** What the authority has to do for a child, and who there. */
export function authorityDuties(child: Child, context: DayContext): readonly Duty[] {
  const assistant = atAuthority('cme-assistant', context);
  const owner = caseOwner(child, context);
  const found: Duty[] = [];
  if (isReferred(child)) {
    const { referralId, occurredOn } = child.referrals.at(-1) ?? { referralId: '', occurredOn: context.today };
    found.push(
      ...duty(
        'open-case',
        referralId,
        assistant,
        'Open a case, or answer the school',
        deadline('caseOpening', occurredOn, context),
      ),
    );
  } else if (!isOpen(child.case) && stageOf(child) === 'off-roll' && child.destination === undefined) {
    const left = lastEnrolment(child);
    const since = left?.to ?? context.today;
    found.push(
      ...duty(
        'open-case',
        left === undefined ? 'no-roll' : `${left.urn}/${since}`,
        assistant,
        'Open a case: the child is on no roll',
        deadline('caseOpening', since, context),
      ),
    );
  }
  if (isOpen(child.case)) {
    const { caseId, nextAction, openedOn, reopenedOn, reviewedOn } = child.case;
    const { action, due, setOn } = nextAction;
    found.push(dutyOn('next-action', `${caseId}/${setOn}/${action}`, owner, action, due, 'R45', `Set on ${setOn}.`));
    const since = reviewedOn ?? reopenedOn ?? openedOn;
    found.push(
      ...duty('review-case', `${caseId}/${since}`, owner, 'Review the case', deadline('caseReview', since, context)),
    );
  }
  for (const { requestId, due, state, attempts } of child.visitRequests) {
    if (state === 'visited') continue;
    const action = state === 'further-visit' ? 'Visit the family again' : 'Visit the family';
    found.push(
      dutyOn(
        'visit',
        `${requestId}/${attempts}`,
        atAuthority('attendance-team', context),
        action,
        due,
        'R44',
        `Set with the request: ${due}.`,
      ),
    );
  }
  for (const { reviewId, requestedOn } of child.risk.pending) {
    const reviewer =
      onRoll(child).length > 0 ? atSchool('safeguarding-lead', child) : atAuthority('strategy-manager', context);
    found.push(
      ...duty(
        'risk-review',
        reviewId,
        reviewer,
        'Review the risk',
        deadline('safeguardingEscalation', requestedOn, context),
      ),
    );
  }
  if (child.handover?.state === 'sent') {
    const { handoverId, acknowledgementDue, toAuthority, sentOn } = child.handover;
    found.push(
      dutyOn(
        'handover',
        handoverId,
        owner,
        `Obtain the acknowledgement of authority ${toAuthority}`,
        acknowledgementDue,
        'R59',
        `Set when the case was sent, ${sentOn}.`,
      ),
    );
  }
  if (child.education.homeEducation === 'notified') {
    const since = child.education.homeEducationSince ?? context.today;
    found.push(
      ...duty(
        'assess-home-education',
        since,
        assistant,
        'Assess the home education',
        deadline('homeEducationAssessment', since, context),
      ),
    );
  }
  if (child.education.homeEducation === 'unsuitable' && !isOpen(child.case)) {
    found.push(
      dutyOn(
        'open-case',
        'home-education',
        assistant,
        'Open a case: home education is not suitable',
        context.today,
        'R46',
        'At once.',
      ),
    );
  }
  if (child.education.provision?.state === 'requested') {
    const { provisionId, on } = child.education.provision;
    found.push(
      ...duty('offer-provision', provisionId, owner, 'Offer provision', deadline('provisionOffer', on, context)),
    );
  }
  if (child.reengagement?.reviewDue !== undefined) {
    const { on, reviewDue, reviewsPassed } = child.reengagement;
    found.push(
      dutyOn(
        'review-re-engagement',
        `${on}/${reviewsPassed}`,
        owner,
        'Review whether the re-engagement lasts',
        reviewDue,
        'R18',
        `Counted from the re-engagement on ${on}.`,
      ),
    );
  }
  return found;
}

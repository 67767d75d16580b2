import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { type Duty, duty, dutyOn } from './duty.js';
import type { DayContext } from './facet.js';
import { atAuthority, caseOwner } from './owners.js';
import { onRoll } from './roll.js';
import { sharedVisitDuties } from './shared-visits.js';
import { isInArea } from './visits.js';

/** What finding a child makes due: visits, checks, agencies, information, letters to schools. */
export function tracingDuties(child: Child, context: DayContext): readonly Duty[] {
  return [
    ...visitDuties(child, context),
    ...sharedVisitDuties(child, context),
    ...askedDuties(child, context),
    ...untracedDuties(child, context),
    ...letterDuties(child, context),
  ];
}

function visitDuties(child: Child, context: DayContext): readonly Duty[] {
  const team = atAuthority('attendance-team', context);
  const found: Duty[] = [];
  const { rollCheck } = child;
  const address = child.identity?.address;
  const inCounty = address !== undefined && isInArea(address, context);
  const asked = child.visitRequests.some(({ requestedOn }) => rollCheck !== undefined && requestedOn >= rollCheck.on);
  if (rollCheck?.result === 'not-found' && inCounty && !asked && onRoll(child).length === 0) {
    const due = deadline('visitRequest', rollCheck.on, context);
    found.push(...duty('request-visit', rollCheck.checkId, caseOwner(child, context), 'Ask for a visit on CME3', due));
  }
  for (const { requestId, requestedOn, due, state, attempts, delivered } of child.visitRequests) {
    if (state === 'visited') continue;
    const action = state === 'further-visit' ? 'Visit the family again' : 'Visit the family';
    found.push(dutyOn('visit', `${requestId}/${attempts}`, team, action, due, 'R44', `Set with the request: ${due}.`));
    if (state === 'requested' && !delivered) {
      const answer = deadline('visitAcceptance', requestedOn, context);
      found.push(...duty('accept-visit', requestId, team, 'Accept the request for a visit', answer));
    }
  }
  return found;
}

/** Questions to agencies and information that nobody has checked. */
function askedDuties(child: Child, context: DayContext): readonly Duty[] {
  const owner = caseOwner(child, context);
  const found: Duty[] = [];
  for (const { enquiryId, agency, chaseOn, chased, state } of child.agencyEnquiries) {
    if (state !== 'asked') continue;
    const sum = chased === 0 ? 'Set with the enquiry.' : `Set with reminder ${chased}.`;
    found.push(
      dutyOn('chase-agency', `${enquiryId}/${chased}`, owner, `Chase the answer of ${agency}`, chaseOn, 'R48', sum),
    );
  }
  for (const { informationId, receivedOn, state } of child.information) {
    if (state !== 'received') continue;
    const due = deadline('informationVerification', receivedOn, context);
    found.push(...duty('verify-information', informationId, owner, 'Check what was told', due));
  }
  return found;
}

/** R56: a child that could not be found is looked for again and again, for as long as the case is open. */
function untracedDuties(child: Child, context: DayContext): readonly Duty[] {
  const { untracedOn, traced } = child;
  if (untracedOn === undefined || !isOpen(child.case) || (traced !== undefined && traced.on >= untracedOn)) return [];
  const reviewed = child.case.reviewedOn ?? '';
  const since = reviewed > untracedOn ? reviewed : untracedOn;
  return duty(
    'review-untraced',
    since,
    caseOwner(child, context),
    'Look again for the child',
    deadline('untracedReview', since, context),
  );
}

/** R54. */
function letterDuties(child: Child, context: DayContext): readonly Duty[] {
  const assistant = atAuthority('cme-assistant', context);
  return child.unreported.flatMap(({ episode, detectedOn, letterSentOn, replyDue, repliedOn }) => {
    if (letterSentOn === undefined && !child.lettersSuppressed) {
      return duty(
        'write-to-school',
        episode,
        assistant,
        'Write to the school for details of the attendance',
        deadline('nonReportLetter', detectedOn, context),
      );
    }
    if (replyDue === undefined || repliedOn !== undefined) return [];
    return [
      dutyOn('school-reply', episode, assistant, 'Obtain the school’s reply', replyDue, 'R54', 'Set with the letter.'),
    ];
  });
}

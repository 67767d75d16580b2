import type { LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, type Order, open, refuse } from './facet.js';

export type SchoolEvent =
  | Fact<
      'SchoolContacted',
      { readonly urn: string; readonly childId: string; readonly channel: string; readonly occurredOn: LocalDate }
    >
  | Fact<
      'AttendanceConfirmed',
      {
        readonly urn: string;
        readonly childId: string;
        readonly lastAttended?: LocalDate;
        readonly occurredOn: LocalDate;
      }
    >
  | Fact<
      'NotAttendingReported',
      {
        readonly urn: string;
        readonly childId: string;
        readonly lastAttended?: LocalDate;
        readonly note?: string;
        readonly occurredOn: LocalDate;
      }
    >;

export type SchoolCommand =
  | Order<
      'ContactSchool',
      {
        readonly channel: string;
        /** Where the school is not the one on whose roll the record was found. */
        readonly urn?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'RecordSchoolAnswer',
      {
        readonly attending: boolean;
        readonly lastAttended?: LocalDate;
        readonly note?: string;
        readonly occurredOn?: LocalDate;
      }
    >;

export const schoolFolds: Folds<SchoolEvent> = {
  SchoolContacted: (enquiry, { urn, occurredOn }) => ({ ...enquiry, school: { urn, askedOn: occurredOn } }),
  AttendanceConfirmed: ({ updatedOn: _, ...enquiry }, { urn, occurredOn }) => ({
    ...enquiry,
    school: { urn, askedOn: enquiry.school?.askedOn ?? occurredOn, attending: true, answeredOn: occurredOn },
  }),
  NotAttendingReported: ({ updatedOn: _, ...enquiry }, { urn, occurredOn }) => ({
    ...enquiry,
    school: { urn, askedOn: enquiry.school?.askedOn ?? occurredOn, attending: false, answeredOn: occurredOn },
  }),
};

export const schoolDecisions: Decisions<SchoolCommand, SchoolEvent> = {
  /** A roll entry is not attendance: the school is asked, and only about a child whom a person has confirmed (A15). */
  ContactSchool: (enquiry, { channel, urn, occurredOn }, context) => {
    open(enquiry, 'R39');
    const { link, school } = enquiry;
    if (link === undefined)
      refuse('R39', 'no-confirmed-match', 'No record has been confirmed: there is no school to ask.');
    const asked = urn ?? link.urn;
    if (asked === undefined)
      refuse('R39', 'on-no-roll', 'The child is on no roll: name the school that is to be asked.');
    const on = happenedOn(occurredOn, enquiry, context, 'R39');
    if (school?.urn === asked && (school.attending !== undefined || school.askedOn === on)) return [];
    return [{ type: 'SchoolContacted', data: { urn: asked, childId: link.childId, channel, occurredOn: on } }];
  },
  RecordSchoolAnswer: (enquiry, { attending, lastAttended, note, occurredOn }, context) => {
    open(enquiry, 'R39');
    const { link, school } = enquiry;
    if (link === undefined)
      refuse('R39', 'no-confirmed-match', 'No record has been confirmed: the answer is about nobody.');
    if (school === undefined) refuse('R39', 'school-not-contacted', 'The school has not been asked.');
    if (school.attending === attending) return [];
    const on = happenedOn(occurredOn, enquiry, context, 'R39');
    const last = lastAttended === undefined ? {} : { lastAttended };
    const answer = { urn: school.urn, childId: link.childId, ...last, occurredOn: on };
    if (attending) return [{ type: 'AttendanceConfirmed', data: answer }];
    return [{ type: 'NotAttendingReported', data: { ...answer, ...(note === undefined ? {} : { note }) } }];
  },
};

/**
 * What must be shown before a name may be deleted under a ground. The removal gate checks each; a program never deletes
 * by itself (T1).
 */
export type GroundGuard =
  | 'OTHER_SCHOOL_REGISTERED'
  | 'NO_ATTENDANCE_ORDER_NAMING_SCHOOL'
  | 'NOT_MAIN_SCHOOL_OF_MOBILE_CHILD'
  | 'NO_DUAL_REGISTRATION_AGREED'
  | 'NO_BELIEF_WILL_ATTEND_AGAIN'
  | 'CONSENT_OF_EACH_OTHER_SCHOOL'
  | 'NURSERY_EDUCATION_COMPLETED'
  | 'ATTENDANCE_ORDER_AMENDED'
  | 'ATTENDANCE_ORDER_REVOKED'
  | 'WRITTEN_HOME_EDUCATION_NOTICE'
  | 'AUTHORITY_CONSENT_SPECIAL_SCHOOL'
  | 'NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE'
  | 'LEAVE_GRANTED'
  | 'TEN_SCHOOL_DAYS_AFTER_LEAVE'
  | 'TWENTY_SCHOOL_DAYS_CONTINUOUS'
  | 'NOT_SICK_OR_UNAVOIDABLY_ABSENT'
  | 'JOINT_ENQUIRIES_SCHOOL'
  | 'JOINT_ENQUIRIES_LA'
  | 'JOINT_ENQUIRIES_OUTCOME'
  | 'DETENTION_ORDER'
  | 'RETURN_NOT_BELIEVED_AFTER_DETENTION'
  | 'DEATH_CONFIRMED'
  | 'OVER_COMPULSORY_SCHOOL_AGE'
  | 'NOT_CONTINUING_TO_SIXTH_FORM'
  | 'BOARDING_FEES_UNPAID'
  | 'CEASED_TO_BE_PUPIL'
  | 'PERMANENT_EXCLUSION_FINAL'
  | 'CERTIFIED_UNFIT_TO_ATTEND';

export interface DeletionGround {
  /** '9(1)(i)' of the 2024 regulations, '8(1)(h)' of those of 2006. */
  readonly ground: string;
  readonly text: string;
  readonly paragraph: string;
  readonly guards: readonly GroundGuard[];
  /** How likely a child deleted under it is missing education: `high` opens a case unless a destination is confirmed. */
  readonly cmeRelevance: 'high' | 'medium' | 'low' | 'none';
  /** Whether the ground says where the child is educated next, so that the authority may match it. */
  readonly destinationKnown: boolean;
  /** No letter may go to the family. */
  readonly suppressLetters?: boolean;
  readonly note?: string;
}

/** The ground by its number in the policy of the day; undefined when that law has none of the name. */
export function groundOf(grounds: readonly DeletionGround[], ground: string): DeletionGround | undefined {
  return grounds.find((entry) => entry.ground === ground);
}

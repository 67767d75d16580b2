/**
 * The chapters of the API's description (its tags) in the order in which they are read, and what each is for. Those about
 * one child follow the policy; a test compares the list with what the routes say of themselves.
 */
export const API_CHAPTERS: readonly (readonly [chapter: string, about: string])[] = [
  ['Children', 'Put a child on record.'],
  ['Reading', 'One child now or as it stood, every event of it, and the caseload.'],
  ['The child’s record', 'Who the child is, and what was wrongly told of it.'],
  [
    'Absence (policy, section 1)',
    'Absences, what explains them, the daily contact, and the returns that they make due.',
  ],
  ['Leave (policy, section 1)', 'Leave in school time: asked for, met about, evidenced, weighed and decided.'],
  [
    'Removal from the roll, leavers (policy, section 1)',
    'The authority is consulted, the gate is passed, and those who leave are followed.',
  ],
  [
    'Enquiries and reports of the school (policy, sections 1, 10 and 13)',
    'Reasonable enquiries, the referral, notices of removal (CME1), and schools that did not report.',
  ],
  [
    'Education, re-engagement, enforcement (policy, sections 2 to 6 and 12)',
    'In which education the child is, how it comes back, and what the law can do.',
  ],
  [
    'At risk, causes, vulnerable groups (policy, sections 7 and 8)',
    'Who is at risk of missing education, and why children go missing.',
  ],
  ['Exclusions (policy, section 9)', 'Suspensions and permanent exclusions, and who was told of them.'],
  ['Case (policy, section 10)', 'One owner, one next action, one date, until a lawful outcome closes the case.'],
  [
    'Tracing and visits (policy, section 10)',
    'Databases checked, information verified, home visits asked for and made.',
  ],
  ['Agencies and sharing (policy, sections 3 and 11)', 'Agencies asked, chased and told, each for a purpose.'],
  ['Welfare (policy, sections 2 and 14)', 'What everyone who works with the child may know of a risk, and no more.'],
  ['Safeguarding', 'The restricted record of a child, for those who may read it.'],
  ['Letters', 'Forms and letters, how far each has come, and what to do about one that has not arrived.'],
  ['Enquiries', 'Enquiries of other authorities and agencies, before and after a child is known for them.'],
  ['Registers', 'Files of session marks, and the return of new pupils.'],
  ['Schools', 'Schools, the calendars that their days are counted on, and their own duties.'],
  ['Authority', 'The designated officer, the policy packs, and statutory guidance.'],
  ['Reports', 'The figures for the leadership team.'],
  ['Reconciliation', 'Every child and enquiry that nobody accounts for.'],
  ['Access', 'Who looked at a record, when and why; access in an emergency.'],
  ['Feed', 'What other services may know, in the order of the log.'],
  ['Operations', 'Where the views stand, and how one is built anew.'],
  ['Health', 'Whether the program is alive, and whether it is ready.'],
];

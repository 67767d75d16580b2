// The layer rules of docs/architecture.md, checked in CI. Dependencies point down: pages → rooms → platform; domain → nothing.
const rooms =
  'children|enquiries|schools|safeguarding|exclusions|authority|letters|reports|access|privacy|evidence|feed|operations|policy';

export default {
  forbidden: [
    {
      name: 'domain-imports-only-domain',
      comment: 'The domain is pure: no framework, no input or output, no clock, no chance.',
      severity: 'error',
      from: { path: '^src/[^/]+/domain/' },
      to: { pathNot: '^src/[^/]+/domain/' },
    },
    {
      name: 'platform-knows-no-children',
      comment: 'The platform serves the rooms and knows none of them.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: `^src/(${rooms}|pages|embedded|demonstration)/` },
    },
    {
      name: 'embedded-only-at-start-up',
      comment: 'What a laptop uses when no server is configured: only start-up and the command line may know of it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts|start\\.ts|start/|commands/|embedded/)' },
      to: { path: '^src/embedded/' },
    },
    {
      name: 'embedded-stands-alone',
      comment: 'The embedded servers could become packages: they import nothing of the program.',
      severity: 'error',
      from: { path: '^src/embedded/([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/embedded/$1/|^src/platform/clock/' },
    },
    {
      name: 'rooms-know-no-pages',
      comment: 'Pages read the rooms, never the other way round.',
      severity: 'error',
      from: { path: `^src/(${rooms}|platform)/` },
      to: { path: '^src/pages/' },
    },
    {
      name: 'one-door-to-the-event-store',
      comment: 'The client of EventStoreDB is used in the platform only.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/(event-store|subscriptions|projections)/' },
      to: { path: 'node_modules/@eventstore/db-client' },
    },
    {
      name: 'cqrs-only-at-the-buses',
      comment: 'CommandBus and QueryBus only; whatever reacts to an event reads it from a subscription.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '/(commands|queries|http|processes)/|^src/(pages|demonstration)/|\\.module\\.ts$|^src/start',
      },
      to: { path: 'node_modules/@nestjs/cqrs' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing uses is dead.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$|^src/main\\.ts$|^src/commands/|worker' },
      to: {},
    },
    { name: 'no-tests-in-the-program', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    {
      name: 'only-declared-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined', 'npm-dev'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

// Imports point one way: see CONTRIBUTING.md. Each room lists the rooms that it may import from.
const rooms = {
  contract: [],
  dicom: [],
  handlers: ['contract', 'dicom'],
  webcomponents: ['contract', 'dicom'],
  bundling: [],
  components: ['bundling', 'contract'],
  local: ['contract'],
};
const all = Object.keys(rooms);

module.exports = {
  forbidden: [
    ...all.map((room) => ({
      name: `${room}-imports-one-way`,
      severity: 'error',
      from: { path: `^${room}/` },
      to: {
        path: `^(${[...all, 'test', 'bench'].filter((r) => r !== room && !rooms[room].includes(r)).join('|')})/|^index\\.ts$`,
      },
    })),
    {
      name: 'index-imports-components',
      severity: 'error',
      from: { path: '^index\\.ts$' },
      to: { path: '^(bundling|contract|dicom|handlers|webcomponents|local|test|bench)/' },
    },
    {
      name: 'dicom-is-isomorphic',
      severity: 'error',
      from: { path: '^dicom/' },
      to: { path: '@aws-sdk|@pulumi', dependencyTypes: ['npm'] },
    },
    {
      name: 'dicom-uses-no-node-modules',
      severity: 'error',
      from: { path: '^dicom/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'aws-sdk-only-in-adapters',
      severity: 'error',
      from: { path: '^handlers/', pathNot: '^handlers/adapters/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};

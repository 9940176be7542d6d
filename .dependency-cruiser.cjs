/** Who may import whom: local → agents → shared, cdk → shared, never back; agents never each other. */
/** Test files and the test harness stand outside the arrows. */
const CODE = '^((shared|agents/[^/]+|import-export|local|cdk|bench)/(src/|[^/]+\\.ts$)|evals/)';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: CODE },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-imports-nothing-of-the-project',
      severity: 'error',
      from: { path: '^shared/src' },
      to: { path: '^(agents|import-export|local|cdk|bench|evals|web)/' },
    },
    {
      name: 'import-export-imports-only-shared',
      severity: 'error',
      from: { path: '^import-export/src' },
      to: { path: '^(agents|local|cdk|bench|web|evals)/' },
    },
    {
      name: 'agents-import-only-shared',
      severity: 'error',
      from: { path: '^agents/([^/]+)/src' },
      to: { path: '^(local|cdk|bench|evals|import-export|agents)/', pathNot: '^agents/$1/' },
    },
    {
      name: 'cdk-imports-only-shared',
      comment: 'The deployment is derived from the fleet and its settings; it holds no code of an agent.',
      severity: 'error',
      from: { path: '^cdk/src' },
      to: { path: '^(agents|import-export|local|bench|evals|web)/' },
    },
    {
      name: 'cdk-is-imported-by-nobody',
      severity: 'error',
      from: { pathNot: '^cdk/' },
      to: { path: '^cdk/' },
    },
    {
      name: 'policy-is-pure',
      comment: 'Policies are pure functions: no database, no HTTP, no node modules.',
      severity: 'error',
      from: { path: '^agents/[^/]+/src/policy' },
      to: {
        path: '^(shared/src/(database|http|model|conversation)|node:)|node_modules/(?!zod)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'policy-uses-no-builtins',
      severity: 'error',
      from: { path: '^agents/[^/]+/src/policy' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'rulebooks-do-no-io',
      comment: 'A rulebook sees what a model sees, nothing else.',
      severity: 'error',
      from: { path: '(^shared/src/rulebook/|^agents/[^/]+/src/rulebook)', pathNot: 'rulebook/model\\.ts$' },
      to: { path: '^(shared/src/(database|http)/)|@aws-sdk', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'handlers-write-no-sql',
      comment: 'HTTP handlers of the kernel go through the conversation stores.',
      severity: 'error',
      from: { path: '^shared/src/http', pathNot: 'ready-route\\.ts$' },
      to: { path: '^shared/src/database/sql\\.ts$' },
    },
    {
      name: 'tools-read-no-headers',
      comment: 'Who asks comes from the context, never from the request.',
      severity: 'error',
      from: { path: '^agents/[^/]+/src/tools' },
      to: { path: '^shared/src/http/' },
    },
    {
      name: 'testing-stays-out-of-the-product',
      severity: 'error',
      from: { path: CODE, pathNot: '^local/src/testing' },
      to: { path: '^local/src/testing' },
    },
    {
      name: 'no-dev-packages-in-the-product',
      severity: 'error',
      from: { path: '^(shared|agents/[^/]+|import-export)/src' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/test/|^cdk/cdk\\.out/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};

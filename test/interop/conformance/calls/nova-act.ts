import { LATEST_MODEL, SERVICE_NAME } from '../../../../lib/contract/protocol.ts';
import { type Call, callsOf, keep, listIn, type State } from '../call.ts';

const definition = ({ own }: State) => ({ workflowDefinitionName: own });
const run = (state: State) => ({ ...definition(state), workflowRunId: state.kept.get('workflowRunId') });
const session = (state: State) => ({ ...run(state), sessionId: state.kept.get('sessionId') });
const act = (state: State) => ({ ...session(state), actId: state.kept.get('actId') });
const newRun = { clientInfo: { compatibilityVersion: 1, sdkVersion: 'conformance' } };

const OBSERVATION = JSON.stringify({
  activeURL: 'https://shop.example/',
  browserDimensions: {
    scrollHeight: 900,
    scrollWidth: 1600,
    scrollLeft: 0,
    scrollTop: 0,
    windowWidth: 1600,
    windowHeight: 900,
  },
  idToBboxMap: { '1': { x: 10, y: 10, width: 200, height: 40 } },
  screenshotBase64: `data:image/jpeg;base64,${Buffer.from('ffd8ffe00010ffd9', 'hex').toString('base64')}`,
  simplifiedDOM: '<title>Shop</title><h1 nova-act-id="1">Shop</h1>',
  timestamp_ms: 1,
  userAgent: 'conformance',
});

/** All 16 operations of Nova Act, as a run calls them, and what is refused. */
export const NOVA_ACT_CALLS: readonly Call[] = callsOf(SERVICE_NAME.novaAct, [
  {
    operation: 'CreateWorkflowDefinition',
    input: ({ own }: State) => ({ name: own, description: 'Made by the table of clients.' }),
    comes: ({ status }) => status === 'ACTIVE',
  },
  {
    operation: 'CreateWorkflowDefinition',
    how: 'of a name that is taken',
    input: ({ own }: State) => ({ name: own }),
    comes: () => false,
  },
  {
    operation: 'GetWorkflowDefinition',
    input: definition,
    comes: ({ name }, { own }) => name === own,
  },
  {
    operation: 'GetWorkflowDefinition',
    how: 'of one that is not there',
    input: () => ({ workflowDefinitionName: 'nobody' }),
    comes: () => false,
  },
  {
    operation: 'ListWorkflowDefinitions',
    input: () => ({}),
    comes: (output, { own }) =>
      listIn(output, 'workflowDefinitionSummaries').some((each) => each.workflowDefinitionName === own),
  },
  {
    operation: 'ListModels',
    input: () => ({ clientCompatibilityVersion: 1 }),
    comes: (output) => listIn(output, 'modelAliases').some((each) => each.aliasName === LATEST_MODEL),
  },
  ...[LATEST_MODEL, 'nova-act-preview', 'nova-act-v1.0'].map((modelId) => ({
    operation: 'CreateWorkflowRun',
    how: `with \`${modelId}\``,
    input: (state: State) => ({ ...definition(state), ...newRun, modelId }),
    comes: (output: Readonly<Record<string, unknown>>, state: State) => keep(state, output, 'workflowRunId'),
  })),
  {
    operation: 'GetWorkflowRun',
    input: run,
    comes: ({ status }) => status === 'RUNNING',
  },
  {
    operation: 'CreateSession',
    input: run,
    comes: (output, state) => keep(state, output, 'sessionId'),
  },
  {
    operation: 'ListSessions',
    input: run,
    comes: (output) => listIn(output, 'sessionSummaries').length === 1,
  },
  {
    operation: 'CreateAct',
    input: (state) => ({ ...session(state), task: 'Return the main heading of the page' }),
    comes: (output, state) => keep(state, output, 'actId'),
  },
  {
    operation: 'InvokeActStep',
    input: (state) => ({
      ...act(state),
      callResults: [
        { callId: 'initiateAct', content: [{ text: '{}' }] },
        { callId: 'takeObservation', content: [{ text: OBSERVATION }] },
      ],
    }),
    comes: (output) => JSON.stringify(listIn(output, 'calls')).includes('Shop'),
  },
  {
    operation: 'ListActs',
    input: (state) => run(state),
    comes: (output) => listIn(output, 'actSummaries').length === 1,
  },
  {
    operation: 'UpdateAct',
    input: (state) => ({ ...act(state), status: 'SUCCEEDED' }),
    comes: () => true,
  },
  {
    operation: 'UpdateWorkflowRun',
    input: (state) => ({ ...run(state), status: 'SUCCEEDED' }),
    comes: () => true,
  },
  {
    operation: 'ListWorkflowRuns',
    input: definition,
    comes: (output) => listIn(output, 'workflowRunSummaries').some(({ status }) => status === 'SUCCEEDED'),
  },
  { operation: 'DeleteWorkflowRun', input: run, comes: () => true },
  { operation: 'DeleteWorkflowDefinition', input: definition, comes: () => true },
]);

/** What the SDK and a service of Nova Act, ours or AWS's, take for granted of each other beyond the service model. */

/** Version of the protocol between SDK and service that this SDK speaks. */
export const COMPATIBILITY_VERSION = 1;

/** The model that is used when none is asked for: whatever is newest. */
export const LATEST_MODEL = 'nova-act-latest';

/** Where clients call when nobody says otherwise: Amazon Nova Act is offered there. */
export const DEFAULT_REGION = 'us-east-1';

/** The ids, which are also the names, of the calls whose results open an act; nobody has asked for them. */
export const OPENING_CALL = { initiate: 'initiateAct', observe: 'takeObservation' } as const;

/** The tools by which the agent asks people. Nobody else's may have their names. */
export const HUMAN_TOOL = { approve: 'human_Approve', takeOver: 'human_UiTakeover' } as const;

/** Names of the services in signatures and ARNs. */
export const SERVICE_NAME = {
  novaAct: 'nova-act',
  agentCore: 'bedrock-agentcore',
  s3: 's3',
  sts: 'sts',
  secretsManager: 'secretsmanager',
  sns: 'sns',
  stepFunctions: 'states',
  /** Of API Gateway, behind which the desk is that keeps questions to people. */
  executeApi: 'execute-api',
} as const;

/** The two forms in which a model points at a box: CSS pixels, and thousandths of the viewport (which may also stand bare). */
export const BOX_TEXT = { pixels: /^<box>(.*)<\/box>$/s, thousandths: /^<bbox>(.*)<\/bbox>$/s } as const;

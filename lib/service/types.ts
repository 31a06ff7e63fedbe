/** Types of inputs and outputs by operation name, derived from the model. */
import type { MetadataBearer } from '@smithy/types';
import type { OperationName, operationModels } from './model.ts';
import type { Infer } from './shape.ts';

/** What an operation takes. */
export type OperationInput<Name extends OperationName> = Infer<(typeof operationModels)[Name]['input']>;

/** What an operation answers, as the service sends it. */
export type OperationResponse<Name extends OperationName> = Infer<(typeof operationModels)[Name]['output']>;

/** What `client.send` resolves to: the answer and `$metadata` (status, request id, attempts). */
export type OperationOutput<Name extends OperationName> = OperationResponse<Name> & MetadataBearer;

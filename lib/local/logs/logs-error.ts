/** An error of CloudWatch Logs, as clients know it. */
export class LogsError extends Error {
  override readonly name: LogsErrorName;

  constructor(name: LogsErrorName, message: string) {
    super(message);
    this.name = name;
  }
}

export type LogsErrorName =
  | 'InvalidParameterException'
  | 'ResourceNotFoundException'
  | 'ResourceAlreadyExistsException'
  | 'AccessDeniedException'
  | 'SerializationException'
  | 'UnknownOperationException';

export function invalidParameter(message: string): LogsError {
  return new LogsError('InvalidParameterException', message);
}

export function groupNotFound(): LogsError {
  return new LogsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function streamNotFound(): LogsError {
  return new LogsError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

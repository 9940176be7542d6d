/**
 * Who the laptop's database says it is. Every local client passes these three, as it would pass a
 * cluster's ARN, its secret's ARN and the database name on AWS. The account number is the one AWS
 * uses in examples, so that nobody mistakes it for a real cluster.
 */
export const LOCAL_RESOURCE_ARN = 'arn:aws:rds:us-east-1:123456789012:cluster:deskfleet-local';
export const LOCAL_SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:deskfleet-local-AbCdEf';
export const LOCAL_DATABASE = 'deskfleet';

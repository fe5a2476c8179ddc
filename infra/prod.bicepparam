using 'main.bicep'

param environmentName = 'prod'
param webLocation = 'westeurope'
param signInClientId = readEnvironmentVariable('SIGN_IN_CLIENT_ID')
param databaseMaxThroughput = 20000
param backupDays = 30
param zoneRedundant = true
param telemetryWakeSeconds = 5
param logRetentionDays = 90

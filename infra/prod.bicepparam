using 'main.bicep'

param environmentName = 'prod'
param webLocation = 'westeurope'
param databaseMaxThroughput = 20000
param backupDays = 30
param zoneRedundant = true
param telemetryWakeSeconds = 5
param logRetentionDays = 90

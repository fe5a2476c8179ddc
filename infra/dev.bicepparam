using 'main.bicep'

param environmentName = 'dev'
param webLocation = 'westeurope'
param signInClientId = readEnvironmentVariable('SIGN_IN_CLIENT_ID')
param databaseMaxThroughput = 1000
param liveSku = 'Free_F1'
param maximumInstanceCount = 40

metadata description = 'Wayfleet: a static site, an API on Flex Consumption behind it, and the services the API stands on.'

@description('Short environment name, for example dev or prod: lower-case letters and digits, as storage accounts want them.')
@minLength(2)
@maxLength(8)
param environmentName string

@description('Region of everything but the site.')
param location string = resourceGroup().location

@description('Region of the site, which is offered in these only.')
@allowed(['centralus', 'eastasia', 'eastus2', 'westeurope', 'westus2'])
param webLocation string

@description('The Microsoft Entra app registration people sign in with.')
param signInClientId string

@description('Upper limit of the database in request units a second; it idles at a tenth of it.')
@minValue(1000)
param databaseMaxThroughput int = 4000

@description('Days of continuous backup. The first seven cost nothing.')
@allowed([7, 30])
param backupDays int = 7

@description('Whether the database and the storage accounts outlive the loss of a zone. The region must have zones.')
param zoneRedundant bool = false

@description('Standard bills by the operation, Premium by the hour.')
@allowed(['Standard', 'Premium'])
param messagingSku string = 'Standard'

@description('Free_F1 allows twenty connections at a time.')
@allowed(['Free_F1', 'Standard_S1'])
param liveSku string = 'Standard_S1'

@description('How many instances the API may grow to.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Length of a telemetry bucket. Every shard that reports costs a few operations per bucket.')
@minValue(1)
@maxValue(60)
param telemetryWakeSeconds int = 10

@description('Days the logs and traces are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

var suffix = uniqueString(resourceGroup().id, environmentName)
var name = 'wayfleet-${environmentName}-${suffix}'
var apiName = 'func-${name}'
var blobsName = 'stb${environmentName}${suffix}'
var appInsightsName = 'appi-${name}'
var tags = { product: 'wayfleet', environment: environmentName }

@description('Who the API is to every service below.')
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}'
  location: location
  tags: tags
}

module observability 'modules/observability.bicep' = {
  params: {
    workspaceName: 'log-${name}'
    appInsightsName: appInsightsName
    location: location
    tags: tags
    retentionDays: logRetentionDays
  }
}

module data 'modules/data.bicep' = {
  params: {
    name: 'cosmos-${name}'
    location: location
    tags: tags
    maxThroughput: databaseMaxThroughput
    backupDays: backupDays
    zoneRedundant: zoneRedundant
    identityName: identity.name
  }
}

module messaging 'modules/messaging.bicep' = {
  params: {
    name: 'sb-${name}'
    location: location
    tags: tags
    sku: messagingSku
    identityName: identity.name
  }
}

module live 'modules/live.bicep' = {
  params: {
    name: 'wps-${name}'
    location: location
    tags: tags
    sku: liveSku
    identityName: identity.name
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: 'st${environmentName}${suffix}'
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    identityName: identity.name
  }
}

module secrets 'modules/secrets.bicep' = {
  params: {
    name: 'kv${environmentName}${suffix}'
    location: location
    tags: tags
    identityName: identity.name
  }
}

module api 'modules/api.bicep' = {
  params: {
    name: apiName
    planName: 'plan-${name}'
    location: location
    tags: tags
    identityName: identity.name
    deploymentUrl: storage.outputs.deploymentUrl
    appInsightsName: appInsightsName
    maximumInstanceCount: maximumInstanceCount
    settings: {
      AzureWebJobsStorage__accountName: storage.outputs.name
      COSMOS__accountEndpoint: data.outputs.endpoint
      COSMOS_DATABASE: data.outputs.database
      SERVICE_BUS__fullyQualifiedNamespace: messaging.outputs.fullyQualifiedNamespace
      WEB_PUBSUB__endpoint: live.outputs.endpoint
      WEB_PUBSUB_HUB: live.outputs.hub
      KEY_VAULT__vaultUri: secrets.outputs.uri
      BLOB_STORAGE__blobServiceUri: 'https://${blobsName}.blob.${environment().suffixes.storage}'
      TELEMETRY_WAKE_SECONDS: string(telemetryWakeSeconds)
    }
  }
  dependsOn: [observability]
}

module web 'modules/web.bicep' = {
  params: {
    name: 'stapp-${name}'
    location: webLocation
    tags: tags
    apiName: apiName
    apiId: api.outputs.id
    apiLocation: location
    vaultName: 'kvw${environmentName}${suffix}'
    vaultLocation: location
    signInClientId: signInClientId
  }
}

// After the site, whose pages may put files there.
module blobs 'modules/blobs.bicep' = {
  params: {
    name: blobsName
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    identityName: identity.name
    siteOrigin: web.outputs.url
  }
}

@description('Where the product is.')
output url string = web.outputs.url

@description('Put the secret of the sign-in here, as sign-in-client-secret.')
output signInVaultName string = web.outputs.vaultName

@description('Deploy the site here.')
output siteName string = web.outputs.name

@description('Deploy the API here.')
output functionAppName string = apiName

metadata description = 'The site, the sign-in, the API behind its /api, and the authentication that lets only the site in.'

import { roles } from 'roles.bicep'

param name string
param location string
param tags object
param apiName string
param apiId string
param apiLocation string

@minLength(3)
@maxLength(24)
param vaultName string
param vaultLocation string

@description('The app registration people sign in with, for accounts of any organisation.')
param signInClientId string

resource api 'Microsoft.Web/sites@2025-03-01' existing = {
  name: apiName
}

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard' }
  identity: { type: 'SystemAssigned' }
  properties: {
    allowConfigFileUpdates: true
    // A preview would have no API: a linked backend serves production only.
    stagingEnvironmentPolicy: 'Disabled'
  }
}

// Its own: whoever may read the secret of the sign-in has no business with those of the companies.
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: vaultName
  location: vaultLocation
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Enabled'
  }
}

resource siteMayReadSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, site.id, roles['Key Vault Secrets User'])
  properties: {
    principalId: site.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles['Key Vault Secrets User'])
  }
}

// The names are those of staticwebapp.config.json. Whoever deploys puts the secret into the vault.
resource siteSettings 'Microsoft.Web/staticSites/config@2025-03-01' = {
  parent: site
  name: 'appsettings'
  properties: {
    SIGN_IN_CLIENT_ID: signInClientId
    SIGN_IN_CLIENT_SECRET: '@Microsoft.KeyVault(SecretUri=${vault.properties.vaultUri}secrets/sign-in-client-secret)'
  }
  dependsOn: [siteMayReadSecrets]
}

resource backend 'Microsoft.Web/staticSites/linkedBackends@2025-03-01' = {
  parent: site
  name: 'api'
  properties: { backendResourceId: apiId, region: apiLocation }
}

// The app believes x-ms-client-principal only behind this. After the link, which writes a laxer one of its own.
resource authentication 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: api
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: { requireAuthentication: true, unauthenticatedClientAction: 'Return401' }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureStaticWebApps: { enabled: true, registration: { clientId: site.properties.defaultHostname } }
    }
  }
  dependsOn: [backend]
}

@description('Put the secret of the sign-in here, as sign-in-client-secret.')
output vaultName string = vault.name

output name string = site.name
output url string = 'https://${site.properties.defaultHostname}'

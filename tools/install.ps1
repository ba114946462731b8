# Installs anubhav from the wheel beside this file, for this user only, and puts a shortcut on the desktop.
# Run: powershell -ExecutionPolicy Bypass -File install.ps1 [-Campaign C:\anubhav\bilaspur]
param([string]$Campaign = (Join-Path $HOME 'anubhav'))
$ErrorActionPreference = 'Stop'

$wheel = Get-ChildItem (Join-Path $PSScriptRoot 'anubhav_gforms-*.whl') | Sort-Object LastWriteTime | Select-Object -Last 1
if (-not $wheel) { Write-Error "There is no anubhav_gforms-*.whl beside this script. Copy it here and run it again." }

if (-not (Get-Command uv -ErrorAction SilentlyContinue)) {
    Write-Host 'Installing uv ...'
    winget install --id astral-sh.uv --exact --accept-package-agreements --accept-source-agreements
    $env:Path = [Environment]::GetEnvironmentVariable('Path', 'User') + ';' + [Environment]::GetEnvironmentVariable('Path', 'Machine')
}
$wheels = Join-Path $PSScriptRoot 'wheels'
$offline = if (Test-Path $wheels) { @('--offline', '--no-index', '--find-links', $wheels) } else { @() }
uv tool install --python 3.12 --reinstall @offline $wheel.FullName
if ($LASTEXITCODE -ne 0) { Write-Error "uv could not install anubhav; what it said stands above. Nothing of yours was changed." }
uv tool update-shell

$anubhav = Join-Path (uv tool dir --bin) 'anubhav.exe'
New-Item -ItemType Directory -Force $Campaign | Out-Null
$shell = New-Object -ComObject WScript.Shell
$link = $shell.CreateShortcut((Join-Path ([Environment]::GetFolderPath('Desktop')) 'anubhav.lnk'))
$link.TargetPath = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
$link.Arguments = "-NoExit -Command `"Set-Location '$Campaign'; & '$anubhav' --help`""
$link.WorkingDirectory = $Campaign
$link.Save()
Write-Host "Done. Open PowerShell again and try: anubhav demo"

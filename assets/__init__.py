"""What each quarter produces: thin Dagster assets over steps, pure analysis and section views."""

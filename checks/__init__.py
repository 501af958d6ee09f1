"""What must be true of what departments sent: findings, and the rules that make them."""

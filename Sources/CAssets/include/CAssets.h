int ferry_placeholder(void);

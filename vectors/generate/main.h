/* main.h - the beginning and the end of writing vectors. */
#ifndef MAIN_H
#define MAIN_H

/** Make `folder` and begin its manifest. */
void vectors_begin(const char *folder);
void vectors_end(void);

#endif

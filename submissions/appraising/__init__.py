"""The appraiser's desk: a unit's file group by group, with everything that a decision needs beside each criterion."""

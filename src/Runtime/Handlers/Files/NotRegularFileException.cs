namespace RouteGen.Handling;

/// <summary>A name refers to a directory, a FIFO or a device. For clients, such a file does not exist.</summary>
internal sealed class NotRegularFileException() : FileNotFoundException("The file is not a regular file.");

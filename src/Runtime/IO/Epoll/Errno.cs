using System.Runtime.InteropServices;

namespace RouteGen.IO;

/// <summary>Conversion of Linux error numbers to <see cref="TransportError"/>.</summary>
internal static class Errno
{
    internal static TransportException ToException(int error, string what)
    {
        var kind = Classify(error);
        return new TransportException(kind, $"{what}: {Describe(kind, error)}");
    }

    internal static TransportError Classify(int error) => error switch
    {
        Libc.ECONNRESET or Libc.EPIPE or Libc.ECONNABORTED => TransportError.ConnectionReset,
        Libc.ECONNREFUSED => TransportError.ConnectionRefused,
        // ETIMEDOUT is the system's own limit for connecting or retransmitting. TimedOut is only for limits of this library.
        Libc.ETIMEDOUT or Libc.ENETUNREACH or Libc.EHOSTUNREACH or Libc.EADDRNOTAVAIL or Libc.EAFNOSUPPORT => TransportError.Unreachable,
        Libc.EADDRINUSE => TransportError.AddressInUse,
        Libc.EACCES or Libc.EPERM => TransportError.AccessDenied,
        Libc.EMFILE or Libc.ENFILE => TransportError.TooManyOpenFiles,
        _ => TransportError.Other,
    };

    private static string Describe(TransportError kind, int error) => kind switch
    {
        TransportError.ConnectionReset => "the connection was reset by the peer",
        TransportError.ConnectionRefused => "connection refused",
        TransportError.Unreachable => "the address cannot be reached",
        TransportError.AddressInUse => "address already in use",
        TransportError.AccessDenied => "permission denied",
        TransportError.TooManyOpenFiles => "too many open files",
        _ when error is Libc.ENOENT or Libc.ENOTDIR => "no such file or directory",
        _ => Marshal.GetPInvokeErrorMessage(error),
    };
}

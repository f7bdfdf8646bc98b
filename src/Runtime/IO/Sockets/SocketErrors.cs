using System.Net.Sockets;

namespace RouteGen.IO;

/// <summary>Conversions of the system's socket errors.</summary>
internal static class SocketErrors
{
    /// <summary>Creates the exception for a failure. Its message begins with the failed operation.</summary>
    internal static TransportException Exception(SocketError error, string doing)
    {
        var cause = new SocketException((int)error);
        return new TransportException(ToTransportError(error), doing + ": " + cause.Message, cause);
    }

    /// <summary>True if a read or a write would have to wait.</summary>
    internal static bool IsWouldBlock(SocketError error) => error is SocketError.WouldBlock or SocketError.IOPending;

    /// <summary>Classifies a system error.</summary>
    internal static TransportError ToTransportError(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => TransportError.ConnectionRefused,
        // The system's own limit for connecting or retransmitting expired. TransportError.TimedOut is only for limits of this library.
        SocketError.TimedOut => TransportError.Unreachable,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown =>
            TransportError.Unreachable,
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => TransportError.Unreachable,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.NetworkReset => TransportError.ConnectionReset,
        // EPIPE and ENOTCONN: the connection ended before this call.
        SocketError.Shutdown or SocketError.NotConnected => TransportError.ConnectionReset,
        SocketError.OperationAborted or SocketError.Interrupted => TransportError.Aborted,
        SocketError.AddressAlreadyInUse => TransportError.AddressInUse,
        SocketError.AccessDenied => TransportError.AccessDenied,
        SocketError.TooManyOpenSockets => TransportError.TooManyOpenFiles,
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => TransportError.NameResolution,
        _ => TransportError.Other,
    };

    /// <summary>Converts a Linux errno (the same on x64 and arm64) to a <see cref="SocketError"/>.</summary>
    internal static SocketError FromLinuxErrno(int errno) => errno switch
    {
        1 or 13 => SocketError.AccessDenied, // EPERM, EACCES
        4 => SocketError.Interrupted, // EINTR
        11 => SocketError.WouldBlock, // EAGAIN
        23 or 24 => SocketError.TooManyOpenSockets, // ENFILE, EMFILE
        12 or 105 => SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOBUFS
        32 => SocketError.Shutdown, // EPIPE
        97 => SocketError.AddressFamilyNotSupported, // EAFNOSUPPORT
        98 => SocketError.AddressAlreadyInUse, // EADDRINUSE
        99 => SocketError.AddressNotAvailable, // EADDRNOTAVAIL
        100 => SocketError.NetworkDown, // ENETDOWN
        101 => SocketError.NetworkUnreachable, // ENETUNREACH
        102 => SocketError.NetworkReset, // ENETRESET
        103 => SocketError.ConnectionAborted, // ECONNABORTED
        104 => SocketError.ConnectionReset, // ECONNRESET
        107 => SocketError.NotConnected, // ENOTCONN
        110 => SocketError.TimedOut, // ETIMEDOUT
        111 => SocketError.ConnectionRefused, // ECONNREFUSED
        112 => SocketError.HostDown, // EHOSTDOWN
        113 => SocketError.HostUnreachable, // EHOSTUNREACH
        115 => SocketError.InProgress, // EINPROGRESS
        125 => SocketError.OperationAborted, // ECANCELED
        _ => SocketError.SocketError,
    };
}

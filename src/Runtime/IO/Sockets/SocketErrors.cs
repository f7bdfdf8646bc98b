using System.Net.Sockets;

namespace RouteGen.IO;

/// <summary>Translates the system's errors of sockets.</summary>
internal static class SocketErrors
{
    /// <summary>The exception for a failure.</summary>
    /// <param name="error">The error of the system.</param>
    /// <param name="doing">The operation that failed, as the beginning of a message.</param>
    internal static TransportException Exception(SocketError error, string doing)
    {
        var cause = new SocketException((int)error);
        return new TransportException(ToTransportError(error), doing + ": " + cause.Message, cause);
    }

    /// <summary>True if a read or a write would have to wait.</summary>
    internal static bool IsWouldBlock(SocketError error) => error is SocketError.WouldBlock or SocketError.IOPending;

    /// <summary>Our name for a failure.</summary>
    internal static TransportError ToTransportError(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => TransportError.ConnectionRefused,
        // The system's own time limit on a connect or on retransmissions; TransportError.TimedOut is for limits of ours.
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

    /// <summary>The system's number on Linux (x64 and arm64 alike) as a <see cref="SocketError"/>.</summary>
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

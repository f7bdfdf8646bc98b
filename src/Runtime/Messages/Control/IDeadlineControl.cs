namespace RouteGen;

/// <summary>A writer that supports separate time limits for its request. Used by <see cref="ResponseController"/>.</summary>
public interface IDeadlineControl
{
    /// <summary>
    /// Sets the instant by which the body of the request must have been read, like <see cref="ResponseController.SetReadDeadline"/>.
    /// </summary>
    /// <param name="deadline">The instant, or null for no limit.</param>
    void SetReadDeadline(DateTimeOffset? deadline);

    /// <summary>
    /// Sets the instant by which the response must have been sent, like <see cref="ResponseController.SetWriteDeadline"/>.
    /// </summary>
    /// <param name="deadline">The instant, or null for no limit.</param>
    void SetWriteDeadline(DateTimeOffset? deadline);
}
